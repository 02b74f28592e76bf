import type { JsonObject } from '@bai/credential'
import { houseRegistration, nationalIdCard, typeMetadataOf } from '@bai/credential'
import { describeClaims, labelOf, labelsOf, latinNameOf, nameOf, portraitOf } from '@bai/web-app'
import { describe, expect, test } from 'vitest'
import { bundleOf } from '../support/gate.ts'

const issuer = { id: 'did:web:issuer.example', name: { th: 'ผู้ออก', en: 'Issuer' } }
const seen = (claims: JsonObject, vct = nationalIdCard.vct) => ({ queryId: 'id_card', vct, issuer, claims })
const rowsOf = (claims: JsonObject, language: 'th' | 'en', vct?: string) =>
  describeClaims(seen(claims, vct), undefined, language).map(({ label, value }) => [label, value])

describe('claims as staff read them', () => {
  test('have the labels of their type, in its order, and values in the era of the language', () => {
    const claims = {
      date_of_expiry: 'lifelong',
      birthdate: '1948-03',
      sex: 2,
      name_th: { family_name: 'สุขใส', title: 'นางสาว', given_name: 'อนงค์' },
      personal_administrative_number: '1112034563562',
    }
    expect(rowsOf(claims, 'th')).toEqual([
      ['เลขประจำตัวประชาชน', '1-1120-34563-56-2'],
      ['ชื่อภาษาไทย', 'นางสาวอนงค์ สุขใส'],
      ['เพศ', 'หญิง'],
      ['วันเกิด', 'มี.ค. 2491'],
      ['วันบัตรหมดอายุ', 'ตลอดชีพ'],
    ])
    expect(rowsOf(claims, 'en').slice(3)).toEqual([
      ['Date of birth', 'Mar 1948'],
      ['Date of expiry', 'Lifelong'],
    ])
  })

  test('below others are told one by one; a text in two languages is told in one', () => {
    const claims = {
      age_equal_or_over: { '20': true, '60': false },
      address: { house_number: { th: '1948', en: '1948' }, province: { th: 'กรุงเทพมหานคร', en: 'Bangkok' } },
    }
    expect(rowsOf(claims, 'en')).toEqual([
      ['Aged 20 or over', 'Yes'],
      ['Aged 60 or over', 'No'],
      // A house number is no year, whatever it looks like.
      ['House number', '1948'],
      ['Province', 'Bangkok'],
    ])
  })

  test('of people in a house keep together, person by person', () => {
    const members = [
      { is_holder: true, name_th: { given_name: 'สมชาย' }, moved_in: '2001-02-03' },
      { name_th: { given_name: 'สมหญิง' } },
    ]
    expect(rowsOf({ members, house_code: '10270012345' }, 'th', houseRegistration.vct)).toEqual([
      ['เลขรหัสประจำบ้าน', '10270012345'],
      ['1. ชื่อภาษาไทย', 'สมชาย'],
      ['1. วันที่ย้ายเข้า', '3 ก.พ. 2544'],
      ['1. เจ้าของเอกสาร', 'ใช่'],
      ['2. ชื่อภาษาไทย', 'สมหญิง'],
    ])
  })

  test('leave out the portrait, and what is empty', () => {
    expect(rowsOf({ portrait: 'data:image/jpeg;base64,AAAA', nationalities: [], address: {} }, 'en')).toEqual([])
  })

  test('of a type that Bai does not know have the labels of its metadata, or their names', async () => {
    const vct = 'urn:example:licence:1'
    const metadata = typeMetadataOf({ ...nationalIdCard, vct, claims: nationalIdCard.claims.slice(0, 1) })
    const bundle = { ...(await bundleOf()), typeMetadata: new Map([[vct, JSON.stringify(metadata)]]) }
    const claims = { valid_until: '2031-05-13', personal_administrative_number: 'not a number' }
    expect(describeClaims(seen(claims, vct), bundle, 'th').map(({ label, value }) => [label, value])).toEqual([
      ['เลขประจำตัวประชาชน', 'not a number'],
      ['valid_until', '13 พ.ค. 2574'],
    ])
    const damaged = { ...bundle, typeMetadata: new Map([[vct, '{']]) }
    expect(describeClaims(seen(claims, vct), damaged, 'th')[0]!.label).toBe('valid_until')
  })

  test('of W3C credentials are asked for below credentialSubject, and have the same labels', () => {
    const labels = labelsOf(nationalIdCard.w3cType, undefined)
    expect(labelOf(labels, ['credentialSubject', 'birthdate'])).toEqual({ th: 'วันเกิด', en: 'Date of birth' })
    expect(labelOf(labelsOf(houseRegistration.vct, undefined), ['members', null, 'role']).en).toBe('Role in the house')
  })
})

describe('the name', () => {
  const both = [seen({ given_name: 'Anong', family_name: 'Suksai' }), seen({ name_th: { given_name: 'อนงค์' } })]

  test('is in the letters of the language, where it was shown in them', () => {
    expect([nameOf(both, 'th'), nameOf(both, 'en')]).toEqual(['อนงค์', 'Anong Suksai'])
    expect([nameOf(both.slice(0, 1), 'th'), nameOf(both.slice(1), 'en')]).toEqual(['Anong Suksai', 'อนงค์'])
    expect(nameOf([seen({ birthdate: '1990' })], 'th')).toBeUndefined()
  })

  test('for a boarding pass may have one part only', () => {
    expect(latinNameOf(both)).toEqual({ givenName: 'Anong', familyName: 'Suksai' })
    expect(latinNameOf([seen({ family_name: 'Sukarno' })])).toEqual({ givenName: '', familyName: 'Sukarno' })
    expect(latinNameOf([seen({ given_name: 7 })])).toBeUndefined()
  })
})

describe('the portrait', () => {
  test.each([
    ['data:image/jpeg;base64,/9j/4AAQ', true],
    ['data:image/webp;base64,UklGRg==', true],
    ['data:image/svg+xml;base64,PHN2Zz4=', false],
    ['https://elsewhere.example/portrait.jpg', false],
    ['data:text/html,<script>', false],
    [7, false],
  ])('%s is a picture: %s', (portrait, isPicture) => {
    expect(portraitOf([seen({}), seen({ portrait })])).toBe(isPicture ? portrait : undefined)
  })
})

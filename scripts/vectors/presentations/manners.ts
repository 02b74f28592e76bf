import { digest, disclosure, NOW, SECRET } from '../attacks/forge.ts'
import {
  accepted,
  bound,
  credential,
  given,
  NONCE,
  type PresentationCase,
  policy,
  refused,
  surname,
} from './presentation-case.ts'
import { enveloped, W3C_QUERY } from './w3c.ts'

/** No picture, but what stands in the place of one. */
const PORTRAIT = 'data:image/webp;base64,UklGRg=='
const portrait = disclosure('portrait', PORTRAIT)
const withPortrait = credential({ _sd: [digest(given), digest(surname), digest(portrait)] })
const CLASS = 'bai.offline:class:gate'

const oneScanPolicy = { presented_by: ['one-scan'], verifier_class: 'gate' }
/** Nobody asked: there is no nonce and no audience of a request. */
const unasked = { kb: undefined }
const oneScan = {
  clause: 'docs/offline-profile.md, One scan',
  options: { ...unasked, manner: 'one-scan', policy: policy(oneScanPolicy) },
}
const printedPolicy = policy(
  { presented_by: ['printed'], face_check: 'staff' },
  { claims: [{ path: ['given_name'] }, { path: ['portrait'] }] },
)
const printed = {
  clause: 'docs/offline-profile.md, Printed',
  options: { ...unasked, manner: 'printed', policy: printedPolicy },
}

/** Codes that nobody asked for, and paper. */
export function mannerPresentations(): readonly PresentationCase[] {
  return [...oneScanCases(), ...printedCases()]
}

function oneScanCases(): readonly PresentationCase[] {
  const show = (changes?: object) => bound(credential(), [given], { aud: CLASS, ...changes })
  const w3c = { policy: policy(oneScanPolicy, W3C_QUERY) }
  return [
    accepted(oneScan, ['one-scan-good', 'made out to the class of this verifier'], show()),
    accepted(oneScan, ['one-scan-30-seconds', 'thirty seconds old'], show({ iat: NOW - 30 })),
    refused(oneScan, ['one-scan-31-seconds', 'a second older'], show({ iat: NOW - 31 }), [
      'rejected',
      'key_binding_too_old',
    ]),
    refused(oneScan, ['one-scan-class', 'made out to another class'], show({ aud: 'bai.offline:class:hotel' }), [
      'rejected',
      'key_binding_audience_mismatch',
    ]),
    refused(oneScan, ['one-scan-before', 'presented before'], show(), ['rejected', 'presented_before'], {
      presented: [NONCE],
    }),
    refused(
      oneScan,
      ['one-scan-not-taken', 'where answers to requests are taken only'],
      show(),
      ['rejected', 'manner_not_allowed'],
      { policy: policy() },
    ),
    accepted(
      oneScan,
      ['one-scan-w3c', 'a vp+sd-jwt that tells its time'],
      enveloped({ aud: CLASS, iat: NOW - 30 }),
      w3c,
    ),
    refused(
      oneScan,
      ['one-scan-w3c-timeless', 'a vp+sd-jwt that tells no time, and so would be good for ever'],
      enveloped({ aud: CLASS }),
      ['rejected', 'key_binding_malformed'],
      w3c,
    ),
  ]
}

function printedCases(): readonly PresentationCase[] {
  const paper = [withPortrait, given, portrait, ''].join('~')
  const claims = { given_name: SECRET, portrait: PORTRAIT }
  return [
    accepted(printed, ['printed-good', 'with a portrait, without key binding'], paper, {}, claims),
    refused(
      printed,
      ['printed-bound', 'with a key binding JWT, which paper has not'],
      bound(withPortrait, [given, portrait]),
      ['rejected', 'key_binding_unexpected'],
    ),
    refused(printed, ['printed-faceless', 'without the portrait'], [withPortrait, given, ''].join('~'), [
      'rejected',
      'claims_missing',
    ]),
    refused(
      printed,
      ['printed-not-taken', 'where answers to requests are taken only'],
      paper,
      ['rejected', 'manner_not_allowed'],
      {
        policy: policy(),
      },
    ),
  ]
}

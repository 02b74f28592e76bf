import { encodeBase64urlText, type JsonObject, signJws } from '@bai/credential'
import { CLAIMS, holder, issuer, NOW, requestOf } from './gate.ts'
import { bind } from './parties.ts'
import { digestOf, hide } from './refusal.ts'

const MEGABYTE = 999_000
const request = requestOf()

/** Answers that are made to cost time or memory, each as large as is read at all. */
export async function hostileInputs(): Promise<Readonly<Record<string, unknown>>> {
  const text = (presentation: string) => ({ card: [presentation] })
  const header = encodeBase64urlText(JSON.stringify({ alg: 'ES256', typ: 'dc+sd-jwt', kid: issuer.kid }))
  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)
  const disclosures = Array.from({ length: 2000 }, (_, i) => hide(`claim-${i}`, i))
  const deepDisclosure = encodeBase64urlText(`["salt-of-a-test","deep",${nested('[', ']', 200_000)}]`)
  // Nothing about a person: what is asked for is not in it.
  const { given_name: _given, ...technical } = CLAIMS
  const signed = async (payload: JsonObject, shown: readonly string[] = [], more: JsonObject = {}) => {
    const jwt = await signJws(
      { typ: 'dc+sd-jwt', kid: issuer.kid, ...more },
      { ...technical, ...payload },
      issuer.signer,
    )
    return text(await bind(`${[jwt, ...shown].join('~')}~`, { holder, request, now: NOW }))
  }
  return {
    'a megabyte of one letter': text('A'.repeat(MEGABYTE)),
    'a megabyte of tildes': text('~'.repeat(MEGABYTE)),
    'a megabyte of dots': text('.'.repeat(MEGABYTE)),
    'a megabyte of characters outside of base64url': text('ไทย'.repeat(MEGABYTE / 3)),
    'a payload nested deeper than a stack': text(`${header}.${encodeBase64urlText(nested('[', ']', 350_000))}.AAAA~`),
    'a payload of objects in objects': text(`${header}.${encodeBase64urlText(nested('{"a":', '}', 90_000))}.AAAA~`),
    'a payload with one name a hundred thousand times': text(
      `${header}.${encodeBase64urlText(`{${'"a":1,'.repeat(100_000)}"a":1}`)}.AAAA~`,
    ),
    'a header of a megabyte': text(`${encodeBase64urlText(`{"alg":"${'A'.repeat(700_000)}"}`)}.e30.AAAA~`),
    'two thousand disclosures, all signed': await signed({ _sd: disclosures.map(digestOf) }, disclosures),
    'two thousand disclosures, none signed': await signed({}, disclosures),
    'a disclosure nested deeper than a stack': await signed({ _sd: [digestOf(deepDisclosure)] }, [deepDisclosure]),
    'ten thousand digests': await signed({ _sd: Array.from({ length: 10_000 }, (_, i) => digestOf(String(i))) }),
    'ten thousand times the same digest': await signed({ _sd: Array(10_000).fill(digestOf('x')) }),
    'five certificates of a hundred kilobytes': await signed({ iss: 'https://a.example' }, [], {
      kid: 'none',
      x5c: Array(5).fill('MIIB'.repeat(25_000)),
    }),
    'a key binding JWT of a megabyte': text(`${header}.e30.AAAA~${'B'.repeat(MEGABYTE - 200)}.B.B`),
    'a hundred queries that nobody made': Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`q${i}`, ['A~']])),
    'twenty presentations of a megabyte': { card: Array(20).fill('A'.repeat(MEGABYTE)) },
  }
}

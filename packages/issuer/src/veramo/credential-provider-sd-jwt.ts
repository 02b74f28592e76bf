import {
  CredentialError,
  credentialTypes,
  type DisclosureFrame,
  disclosureFrameOf,
  issueSdJwt,
  type JsonObject,
  keysOf,
  type Platform,
  type RandomBytes,
  SD_JWT_VC_TYP,
  verifySdJwtVc,
} from '@bai/credential'
import type {
  ICreateVerifiableCredentialArgs,
  IKey,
  IssuerAgentContext,
  IVerifyCredentialArgs,
  IVerifyResult,
  VerifiableCredential,
  VerifiablePresentation,
  VerifierAgentContext,
} from '@veramo/core-types'
import type { ICredentialProvider, ProofFormatQuery, TentativeVerificationQuery } from '@veramo/credential-w3c'
import { createKeySigner, signingKeyOf } from './signer.ts'

/** IETF SD-JWT VC, and W3C VCDM 2.0 in an SD-JWT (VC-JOSE-COSE, section 3.2). The format is the `typ`. */
const SD_JWT_PROOF_FORMATS = [SD_JWT_VC_TYP, 'vc+sd-jwt'] as const
export type SdJwtProofFormat = (typeof SD_JWT_PROOF_FORMATS)[number]

/** What this provider reads of the arguments of `createVerifiableCredential`, beside `keyRef`. */
export type SdJwtCredentialArgs = {
  readonly proofFormat: SdJwtProofFormat
  readonly credential: {
    /** A DID that the agent manages; becomes `iss`, unless the claims name another. */
    readonly issuer: string
    /** The claims as they will stand, `vct`, `iat`, `exp`, `cnf` and `status` among them. */
    readonly credentialSubject: JsonObject
  }
  /** Left out: the frame of the credential type that `vct` names. */
  readonly disclosureFrame?: DisclosureFrame
  /** More of the header, such as `x5c`; `alg`, `typ` and `kid` are set here. */
  readonly header?: JsonObject
}

type Dependencies = { readonly platform: Platform; readonly randomBytes: RandomBytes }

/**
 * SD-JWT for Veramo, which has none of its own (its issue 1276). The credential is the compact text itself:
 * `createVerifiableCredential` of the agent hands it through as it is.
 */
export class CredentialProviderSdJwt implements ICredentialProvider {
  readonly #dependencies: Dependencies
  readonly #frames = new Map(credentialTypes.map((type) => [type.vct, disclosureFrameOf(type)]))

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  getProofFormatsSupportedForKey({ type }: IKey): string[] {
    return type === 'Secp256r1' ? [...SD_JWT_PROOF_FORMATS] : []
  }

  canIssueProofFormat({ proofFormat }: ProofFormatQuery): boolean {
    return SD_JWT_PROOF_FORMATS.some((format) => format === proofFormat)
  }

  /** Any text is a JWT to Veramo's own provider; this one stands before it and takes those with a tilde. */
  canVerifyDocumentType({ document }: TentativeVerificationQuery): boolean {
    return typeof document === 'string' && document.includes('~')
  }

  async createVerifiableCredential(
    args: ICreateVerifiableCredentialArgs,
    { agent }: IssuerAgentContext,
  ): Promise<VerifiableCredential> {
    const { proofFormat, credential, disclosureFrame, header } = args as unknown as SdJwtCredentialArgs
    const { issuer, credentialSubject } = credential
    const identifier = await agent.didManagerGet({ did: issuer })
    const signer = createKeySigner(agent, identifier, signingKeyOf(identifier, args.keyRef))
    const sdJwt = await issueSdJwt(
      {
        header: { ...header, typ: proofFormat, kid: signer.keyId },
        claims: { iss: issuer, ...credentialSubject },
        frame: disclosureFrame ?? this.#frameOf(credentialSubject['vct']),
      },
      { ...this.#dependencies, signer },
    )
    // The plugin types know credentials of the W3C model only; at run time they go through untouched.
    return sdJwt as unknown as VerifiableCredential
  }

  /**
   * Verifies an SD-JWT VC as issued, against the DID document of its issuer and without its status. What a holder
   * presents is verified by `@bai/verifier`.
   *
   * @param args `policies.now`: the time to verify at, in seconds
   */
  async verifyCredential(args: IVerifyCredentialArgs, { agent }: VerifierAgentContext): Promise<IVerifyResult> {
    const now = args.policies?.now
    if (now === undefined) throw new TypeError('Verifying an SD-JWT takes policies.now, in seconds.')
    const { platform } = this.#dependencies
    try {
      const verified = await verifySdJwtVc(
        String(args.credential),
        {
          now: new Date(now * 1000),
          skewSeconds: 0,
          keyBinding: { mode: 'absent' },
          findKeys: async ({ iss }) => {
            const { didDocument } = await agent.resolveDid({ didUrl: String(iss) })
            if (didDocument === null) return []
            return Promise.all(keysOf(didDocument, 'assertionMethod').map((jwk) => platform.importKey(jwk)))
          },
        },
        platform,
      )
      return { verified: true, claims: verified.claims }
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error
      return { verified: false, error: { message: error.message, errorCode: error.code } }
    }
  }

  async createVerifiablePresentation(): Promise<VerifiablePresentation> {
    throw new Error('not_supported: the holder presents, see @bai/wallet-agent.')
  }

  async verifyPresentation(): Promise<IVerifyResult> {
    throw new Error('not_supported: presentations are verified by @bai/verifier.')
  }

  #frameOf(vct: unknown): DisclosureFrame {
    const frame = this.#frames.get(String(vct))
    if (frame === undefined) throw new TypeError('This vct is no type of ours; pass its disclosureFrame.')
    return frame
  }
}

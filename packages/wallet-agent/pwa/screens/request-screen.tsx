import { ScreenHeading } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { type Answered, type AskedRequest, agree, decline, openAddress, openCode } from '../../src/index.ts'
import { type Incoming, useIncoming } from '../incoming.ts'
import { AnswerShown } from '../parts/answer-shown.tsx'
import { ConsentForm, type Plan } from '../parts/consent-form.tsx'
import { Problem } from '../parts/problem.tsx'
import { useNavigation } from '../router.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useAction } from '../use-action.ts'
import { type OpenedWallet, useWallet } from '../wallet-context.ts'

type Outcome = Answered | { readonly kind: 'declined'; readonly redirectUri: string | undefined }

/** A request: it is checked first, then shown, then answered as the person says. */
export function RequestScreen(): ReactNode {
  const text = useShareTexts()
  const wallet = useWallet()
  const { go } = useNavigation()
  const { incoming, take } = useIncoming()
  const [asked, setAsked] = useState<AskedRequest>()
  const [problem, setProblem] = useState<unknown>()
  const [outcome, setOutcome] = useState<Outcome>()
  useEffect(() => {
    if (incoming === undefined || incoming.kind === 'offer' || incoming.kind === 'return') return
    let isCurrent = true
    open(incoming, wallet).then(
      (opened) => isCurrent && setAsked(opened),
      (error: unknown) => isCurrent && setProblem(error),
    )
    return () => {
      isCurrent = false
    }
  }, [incoming, wallet])
  const answering = useAction(async (request: AskedRequest, plan: Plan) => {
    setOutcome(await agree(request, plan, wallet))
  })
  const refusing = useAction(async (request: AskedRequest) => {
    setOutcome({ kind: 'declined', redirectUri: await decline(request, wallet) })
  })
  const leave = () => {
    take(undefined)
    go('share', undefined, 'replace')
  }

  if (outcome !== undefined && asked !== undefined)
    return <AnswerShown outcome={outcome} asker={asked.asker} onDone={leave} />
  const failed = problem ?? answering.error ?? refusing.error
  return (
    <>
      <ScreenHeading>{asked?.asker.party.name[text.language] ?? text.title}</ScreenHeading>
      {failed !== undefined && (
        <Problem error={failed}>
          <button type="button" className="second" onClick={leave}>
            {text.done}
          </button>
        </Problem>
      )}
      {incoming === undefined && <p>{text.gone}</p>}
      {incoming !== undefined && asked === undefined && problem === undefined && <p role="status">{text.opening}</p>}
      {asked !== undefined && (
        <ConsentForm
          asked={asked}
          isBusy={answering.isRunning || refusing.isRunning}
          onAgree={(plan) => void answering.run(asked, plan)}
          onRefuse={() => void refusing.run(asked)}
        />
      )}
    </>
  )
}

function open({ kind, text }: Incoming, wallet: OpenedWallet): Promise<AskedRequest> {
  return kind === 'object' ? openCode(text, wallet) : openAddress(text, wallet)
}

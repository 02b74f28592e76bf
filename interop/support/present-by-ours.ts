import {
  openOnlineRequest,
  planAnswer,
  presentCredentials,
  sendAnswer,
  type WalletDependencies,
} from '@bai/wallet-agent'

/** Reads a request, and shows what it asks for, as a person does who agrees to all of it. */
export async function presentByOurs(wallet: WalletDependencies, address: string) {
  const opened = await openOnlineRequest(address, wallet)
  const plan = await planAnswer(opened.request, {}, wallet)
  const sent = await sendAnswer(opened.request, await presentCredentials(plan, wallet), wallet)
  return { opened, sent, disclosed: plan.credentials.map(({ disclosed }) => disclosed) }
}

/**
 * Waits for Ctrl-C or a request to terminate, then closes what is open.
 *
 * @param onStop called as soon as it was asked for
 */
export async function waitForStop(opened: AsyncDisposable, onStop: () => void = () => {}): Promise<void> {
  await new Promise<void>((resolve) => {
    // The server keeps the process alive; the second Ctrl-C is Node's own and ends it at once.
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  onStop()
  await opened[Symbol.asyncDispose]()
}

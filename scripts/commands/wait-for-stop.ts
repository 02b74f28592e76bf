/** Waits for Ctrl-C or a request to terminate, then closes what is open. */
export async function waitForStop(opened: AsyncDisposable): Promise<void> {
  await new Promise<void>((resolve) => {
    // The server keeps the process alive; the second Ctrl-C is Node's own and ends it at once.
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await opened[Symbol.asyncDispose]()
}

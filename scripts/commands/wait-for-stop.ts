/**
 * Resolves at Ctrl-C or a request to terminate. Listen before you say that you are ready: whoever reads it may want you to
 * stop at once.
 */
export function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    // The server keeps the process alive; the second Ctrl-C is Node's own and ends it at once.
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}

/** Waits for Ctrl-C or a request to terminate, then closes what is open. */
export async function waitForStop(opened: AsyncDisposable): Promise<void> {
  await stopRequested()
  await opened[Symbol.asyncDispose]()
}

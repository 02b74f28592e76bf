import { createRequire } from 'node:module'

/** What of the npm package `debug` is used here. */
type DebugModule = {
  readonly inspectOpts: { colors?: boolean }
  /** @returns the namespaces that were enabled */
  disable(): string
  enable(namespaces: string): void
}

/**
 * Keeps Veramo out of the log. With `DEBUG=*` in the environment its agent would write the arguments and result of every
 * call, claims and credentials among them; other namespaces stay as they were asked for.
 *
 * Even with nothing enabled it makes a logger twice a call, and each asks the system whether stderr is a terminal, one to
 * two microseconds, eight times a credential. Told to use no colours, it does not ask.
 */
export function silenceVeramo(): void {
  const debug = loadDebug()
  debug.inspectOpts.colors = false
  const asked = debug.disable()
  if (asked !== '') debug.enable(`${asked},-veramo:*`)
}

/** Veramo's own copy of `debug`: one of ours could be another. */
function loadDebug(): DebugModule {
  const core = createRequire(import.meta.url).resolve('@veramo/core')
  return createRequire(core)('debug')
}

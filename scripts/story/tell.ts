/** Thrown when the story takes another turn than it should; the message says what was expected and what came. */
export class StoryError extends Error {
  override readonly name = 'StoryError'
  readonly code = 'story_broken'
}

export type Tell = {
  /** Begins a numbered part. */
  part(title: string): void
  /** Says something that has happened. */
  say(text: string): void
  /** Ends the story unless what came is what should come. */
  expect(what: string, actual: string, expected: string): void
}

/** Tells a story on a terminal, step by step with the time that each took, and stops where reality differs from it. */
export function createTell(print: (line: string) => void, now: () => number): Tell {
  let parts = 0
  let last = now()
  const line = (mark: string, text: string) => {
    const milliseconds = Math.round(now() - last)
    last = now()
    print(`   ${mark} ${text}${milliseconds >= 100 ? `  (${(milliseconds / 1000).toFixed(1)} s)` : ''}`)
  }
  return {
    part: (title) => {
      parts += 1
      print(`\n${parts}. ${title}`)
    },
    say: (text) => line('·', text),
    expect: (what, actual, expected) => {
      if (actual !== expected) throw new StoryError(`${what}: expected ${expected}, and it was ${actual}.`)
      line('✓', `${what}: ${actual}`)
    },
  }
}

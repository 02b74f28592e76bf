export type JsonOption = { readonly json?: boolean }

/** Prints a command's result: with `--json` the document, else the text, on standard output. */
export function printResult({ json }: JsonOption, document: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : `${text}\n`)
}

/** Progress and remarks go to standard error, so that standard output stays a document. */
export function printProgress(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A line that counts, rewritten in place on a terminal and left out elsewhere. */
export function printCounter(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

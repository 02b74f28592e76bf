import { readFileSync } from 'node:fs'

export { draw, formulas } from './formulas.ts'

type Golden = { pattern: number; a: number[]; b: number[] }

/** Embeddings of the formulas, computed with ONNX Runtime and in double precision: see golden/README.md. */
export const golden = JSON.parse(
  readFileSync(new URL('../golden/embeddings.json', import.meta.url), 'utf8'),
) as readonly Golden[]

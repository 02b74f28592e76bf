import { argon2idAsync } from '@noble/hashes/argon2.js'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { BackupCryptography } from '../src/index.ts'

const { crypto } = globalThis

/** What makes the key of a backup in this browser, and how far it is, in percent. */
export function useBackupCryptography(): {
  readonly percent: number
  readonly cryptography: BackupCryptography
} {
  const [percent, setPercent] = useState(0)
  const told = useRef(0)
  const onProgress = (done: number) => {
    const next = Math.floor(done * 100)
    if (next === told.current) return
    told.current = next
    // At once: Argon2 gives way to what the browser draws, and not to what React has put off.
    flushSync(() => setPercent(next))
  }
  return { percent, cryptography: { subtle: crypto.subtle, argon2id: argon2idAsync, onProgress } }
}

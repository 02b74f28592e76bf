// A process of its own on a wallet: `PATH add NAME COUNT` adds so many holdings, one after the other, `PATH hang` begins a
// change and does not end it.
import { writeSync } from 'node:fs'
import { FileWalletStore } from '../../node/index.ts'
import { holdingOf } from './records.ts'

const [, , path = '', what, name = '', count = '0'] = process.argv
const store = new FileWalletStore(path)
if (what === 'add') for (let i = 0; i < Number(count); i++) await store.add([holdingOf(`${name}-${i}`)])
else
  await store.update('a', (holding) => {
    writeSync(1, 'changing\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    return holding
  })

import { type Command, CommanderError } from 'commander'
import { describe, expect, test } from 'vitest'
import { agencyCommand } from '../../commands/agency.ts'
import { bundleCommand } from '../../commands/bundle.ts'
import { faceCommand } from '../../commands/face.ts'
import { issuerCommand } from '../../commands/issuer.ts'
import { operatorCommand } from '../../commands/operator.ts'
import { registryCommand } from '../../commands/registry.ts'
import { vectorsCommand } from '../../commands/vectors.ts'
import { verifierCommand } from '../../commands/verifier.ts'
import { walletCommand } from '../../commands/wallet.ts'

const GROUPS = [
  registryCommand,
  issuerCommand,
  walletCommand,
  verifierCommand,
  bundleCommand,
  faceCommand,
  agencyCommand,
  operatorCommand,
  vectorsCommand,
]

/** A command and all below it, by what one types. */
function commandsOf(command: Command): readonly (readonly [string, Command])[] {
  const below = command.commands.flatMap((child) => commandsOf(child as Command))
  return [[command.name(), command], ...below.map(([name, child]) => [`${command.name()} ${name}`, child] as const)]
}

const commands = GROUPS.flatMap((make) => commandsOf(make()))

test('there is a command for every step from the register to the gate', () => {
  const names = commands.map(([name]) => name)
  for (const name of [
    ...['registry import', 'registry generate', 'issuer serve', 'issuer offer', 'issuer revoke'],
    ...['wallet receive', 'wallet list', 'wallet present'],
    ...['bundle publish', 'bundle serve', 'bundle anchors', 'bundle rotate-anchor'],
    ...['verifier request', 'verifier verify', 'verifier sync', 'verifier import', 'verifier policy check'],
    ...['face compare', 'face verify', 'vectors'],
    ...['agency key create', 'agency key list', 'agency key revoke'],
    ...['operator create', 'operator list', 'operator revoke'],
  ])
    expect(names).toContain(name)
})

describe('help', () => {
  test.each(commands)(
    '%s: exits with 0 and says what the command and each of its options is for',
    async (_name, command) => {
      let printed = ''
      const writeOut = (text: string) => {
        printed += text
      }
      command.exitOverride().configureOutput({ writeOut })
      const ended = await command.parseAsync(['--help'], { from: 'user' }).catch((error: unknown) => error)
      expect(ended).toBeInstanceOf(CommanderError)
      expect(ended).toMatchObject({ exitCode: 0 })
      expect(printed).toMatch(/^Usage: /)
      expect(command.description()).not.toBe('')
      for (const option of command.options) expect(option.description).not.toBe('')
    },
  )

  test.each(commands.filter(([, { commands: below }]) => below.length === 0))('%s: has --json', (_name, command) => {
    expect(command.options.map(({ long }) => long)).toContain('--json')
  })
})

import { type BundleState, type BundleUpdate, formatMoment, useNow, useOnline } from '@bai/web-app'
import type { ReactNode } from 'react'
import { Button, Disclosure, DisclosurePanel, FileTrigger, Heading } from 'react-aria-components'
import type { Policy } from '../../src/index.ts'
import { type Freshness, freshnessOf } from '../freshness.ts'
import type { KioskTexts } from '../texts/th.ts'
import { useTexts } from '../texts/use-texts.ts'

const SIGNS: Readonly<Record<Freshness, string>> = { fresh: '●', stale: '▲', expired: '✕', clock: '✕', none: '✕' }
const EVERY_SECONDS = 10

/** How old the data is on which verdicts rest, on every screen; opened, what can be done about it. */
export function FreshnessBar({ bundles, policy }: { bundles: BundleState; policy: Policy | undefined }): ReactNode {
  const text = useTexts()
  const now = useNow(EVERY_SECONDS)
  const isOnline = useOnline()
  const { bundle } = bundles
  const freshness = freshnessOf(bundle, policy, now)
  return (
    <Disclosure className={`freshness ${freshness}`}>
      <Heading level={2}>
        <Button slot="trigger">
          <span aria-hidden="true">{SIGNS[freshness]}</span>
          <span>
            {bundle === undefined ? text.data : text.dataOf(formatMoment(bundle.issuedAt, text.language))}{' '}
            <strong>{text.freshness[freshness]}</strong>
          </span>
          {bundle !== undefined && <span>{text.sequence(bundle.sequence)}</span>}
          <span>{isOnline ? text.online : text.offline}</span>
          <span className="chevron" aria-hidden="true" />
        </Button>
      </Heading>
      <DisclosurePanel>
        <BundleDetails bundles={bundles} />
      </DisclosurePanel>
    </Disclosure>
  )
}

function BundleDetails({ bundles }: { bundles: BundleState }): ReactNode {
  const text = useTexts()
  const { bundle, lastUpdate, isUpdating } = bundles
  return (
    <div className="bundle-details">
      {bundle !== undefined && (
        <dl>
          <dt>{text.nextDue}</dt>
          <dd>{formatMoment(bundle.nextAt, text.language)}</dd>
          <dt>{text.expires}</dt>
          <dd>{formatMoment(bundle.expiresAt, text.language)}</dd>
        </dl>
      )}
      <div className="actions">
        <Button isDisabled={isUpdating} onPress={() => void bundles.update()}>
          {text.updateNow}
        </Button>
        <FileTrigger onSelect={(files) => files?.[0] && void bundles.importFile(files[0])}>
          <Button className="second" isDisabled={isUpdating}>
            {text.importFile}
          </Button>
        </FileTrigger>
      </div>
      <p role="status">{isUpdating ? text.updating : lastUpdate && tellUpdate(lastUpdate, text)}</p>
    </div>
  )
}

function tellUpdate(update: BundleUpdate, { updates }: KioskTexts): string {
  if (update.kind !== 'refused') return updates[update.kind]
  return update.code === 'bundle_rolled_back' ? updates.bundle_rolled_back : updates.refused
}

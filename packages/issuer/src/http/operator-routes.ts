import type { OPERATOR_ROLES } from '../operator-ports.ts'

type Role = (typeof OPERATOR_ROLES)[number]

export type OperatorRoute = {
  readonly method: 'GET' | 'POST'
  /** As express has it. */
  readonly path: string
  /** Who may; `root` always may. */
  readonly roles: readonly Role[]
  readonly summary: string
}

const CITIZENS: readonly Role[] = ['registrar', 'supervisor']
const OVERSIGHT: readonly Role[] = ['supervisor', 'auditor']
const SUPERVISION: readonly Role[] = ['supervisor']
const ALL: readonly Role[] = ['registrar', 'supervisor', 'auditor']

/** Every route of operators, and who may call it. What is not in this table is nobody's: see `operatorOnly`. */
export const OPERATOR_ROUTES: readonly OperatorRoute[] = [
  { method: 'POST', path: '/operator/citizens/search', roles: CITIZENS, summary: 'Look somebody up by number.' },
  { method: 'POST', path: '/operator/offers', roles: CITIZENS, summary: 'Make a credential offer.' },
  { method: 'POST', path: '/operator/revocations', roles: CITIZENS, summary: "Revoke somebody's credentials." },
  {
    method: 'POST',
    path: '/operator/derivations/:id/offers',
    roles: CITIZENS,
    summary: 'Agencies: offer a derived credential after a check at the counter.',
  },
  { method: 'GET', path: '/operator/enrolments', roles: CITIZENS, summary: 'Enrolments by state.' },
  {
    method: 'GET',
    path: '/operator/enrolments/:id',
    roles: CITIZENS,
    summary: 'One enrolment; both portraits while its review is open.',
  },
  { method: 'POST', path: '/operator/enrolments/:id/decision', roles: CITIZENS, summary: 'Decide a review.' },
  { method: 'GET', path: '/operator/renewals', roles: CITIZENS, summary: 'Renewals that nobody was offered yet.' },
  { method: 'POST', path: '/operator/renewals/:id/offer', roles: CITIZENS, summary: 'Offer a renewal.' },
  { method: 'POST', path: '/operator/register', roles: SUPERVISION, summary: 'Import houses and people.' },
  { method: 'POST', path: '/operator/life-events', roles: SUPERVISION, summary: 'Import life events.' },
  {
    method: 'GET',
    path: '/operator/status-publications',
    roles: OVERSIGHT,
    summary: 'How far the publication of status lists is.',
  },
  { method: 'POST', path: '/operator/status-publications', roles: SUPERVISION, summary: 'Publish status lists now.' },
  { method: 'GET', path: '/operator/issuer-keys', roles: OVERSIGHT, summary: 'Keys of the issuer.' },
  { method: 'POST', path: '/operator/issuer-keys', roles: SUPERVISION, summary: 'Announce the next key.' },
  {
    method: 'GET',
    path: '/operator/issuer-keys/:kid/certificate-request',
    roles: SUPERVISION,
    summary: 'Certificate request for a key.',
  },
  {
    method: 'POST',
    path: '/operator/issuer-keys/:kid/certificates',
    roles: SUPERVISION,
    summary: 'Put certificates to a key.',
  },
  {
    method: 'POST',
    path: '/operator/issuer-keys/:kid/activation',
    roles: SUPERVISION,
    summary: 'Let an announced key sign.',
  },
  { method: 'POST', path: '/operator/issuer-keys/:kid/retirement', roles: SUPERVISION, summary: 'Take a key away.' },
  { method: 'GET', path: '/operator/agency-keys', roles: OVERSIGHT, summary: 'API keys of agencies.' },
  { method: 'POST', path: '/operator/agency-keys', roles: SUPERVISION, summary: 'Make an API key for an agency.' },
  {
    method: 'POST',
    path: '/operator/agency-keys/:id/revocation',
    roles: SUPERVISION,
    summary: 'Revoke the API key of an agency.',
  },
  { method: 'GET', path: '/operator/operators', roles: OVERSIGHT, summary: 'Operators.' },
  { method: 'POST', path: '/operator/operators', roles: SUPERVISION, summary: 'Make an operator.' },
  {
    method: 'POST',
    path: '/operator/operators/:id/revocation',
    roles: SUPERVISION,
    summary: "End an operator's rights.",
  },
  {
    method: 'GET',
    path: '/operator/statistics',
    roles: OVERSIGHT,
    summary: 'Counts by day and province; small ones suppressed.',
  },
  { method: 'GET', path: '/operator/audit', roles: OVERSIGHT, summary: 'The audit log, newest first.' },
  { method: 'GET', path: '/operator/audit/check', roles: OVERSIGHT, summary: 'Walk the hash chain of the audit log.' },
  { method: 'GET', path: '/operator/openapi.json', roles: ALL, summary: 'This description.' },
  { method: 'GET', path: '/metrics', roles: OVERSIGHT, summary: 'Metrics for Prometheus.' },
]

const PATTERNS = OPERATOR_ROUTES.map((route) => ({ route, pattern: patternOf(route.path) }))

/** @returns nothing for what is no route of operators */
export function operatorRouteOf(method: string, path: string): OperatorRoute | undefined {
  return PATTERNS.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:[a-z]+/g, '[^/]+')}$`)
}

// @ts-check
// The enrolment in the browser: factors, a film of the challenge, a selfie. Pictures go to the issuer and nowhere else.

/** @typedef {{ action: string, times?: number, from: number, until: number }} Step */
/** @typedef {{ nonce: string, steps: Step[], ends_at: number }} Challenge */

const FRAME_EVERY_MS = 180
const FRAME_WIDTH = 640
const SELFIE_WIDTH = 1280
const JPEG_QUALITY = 0.85

const main = /** @type {HTMLElement} */ (document.querySelector('main'))
const texts = JSON.parse(main.dataset['texts'] ?? '{}')
const form = /** @type {HTMLFormElement} */ (document.querySelector('#factors'))
const film = /** @type {HTMLElement} */ (document.querySelector('#film'))
const video = /** @type {HTMLVideoElement} */ (document.querySelector('video'))
const prompt = /** @type {HTMLElement} */ (document.querySelector('#prompt'))
const start = /** @type {HTMLButtonElement} */ (document.querySelector('#start'))
const problem = /** @type {HTMLElement} */ (document.querySelector('#problem'))

/** @type {{ id: string, secret: string, challenge: Challenge | undefined } | undefined} */
let enrolment

form.addEventListener('submit', async (event) => {
  // "Do not receive" is an ordinary form, and works without this script.
  if (/** @type {SubmitEvent} */ (event).submitter?.getAttribute('value') === 'refuse') return
  event.preventDefault()
  await guarded(begin)
})
start.addEventListener('click', () => guarded(record))

async function begin() {
  const fields = new FormData(form)
  const laserCode = String(fields.get('laser_code') ?? '').trim()
  const { body } = await post('/enrolments', {
    consent: {
      version: main.dataset['consentVersion'],
      given: fields.get('consent') === 'yes',
      locale: document.documentElement.lang,
    },
    citizen_number: fields.get('citizen_number'),
    birth_date: fields.get('birth_date'),
    ...(laserCode !== '' && { laser_code: laserCode }),
    credential_types: JSON.parse(main.dataset['types'] ?? '[]'),
  })
  enrolment = { id: body.enrolment_id, secret: body.enrolment_secret, challenge: body.challenge }
  video.srcObject = await openCamera()
  await video.play()
  show(film)
  say(texts.ready)
}

/** @returns {Promise<MediaStream>} */
async function openCamera() {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    })
  } catch {
    throw new Told(texts.noCamera)
  }
}

async function record() {
  if (enrolment === undefined) return
  start.hidden = true
  const challenge = enrolment.challenge ?? (await anotherChallenge())
  enrolment.challenge = undefined
  const selfie = await picture(SELFIE_WIDTH)
  const frames = await shoot(challenge)
  say(texts.checking)
  const { body } = await post(
    `/enrolments/${enrolment.id}/images`,
    { nonce: challenge.nonce, frames, selfie, authorization: main.dataset['requestUri'] },
    enrolment.secret,
  )
  for (const track of /** @type {MediaStream} */ (video.srcObject).getTracks()) track.stop()
  say(body.outcome === 'review' ? texts.review : texts.approved)
  location.assign(body.redirect_to)
}

async function anotherChallenge() {
  const { id, secret } = /** @type {NonNullable<typeof enrolment>} */ (enrolment)
  return (await post(`/enrolments/${id}/challenges`, {}, secret)).body.challenge
}

/**
 * @param {Challenge} challenge
 * @returns {Promise<{ at: number, image: string }[]>}
 */
async function shoot({ steps, ends_at: endsAt }) {
  const began = performance.now()
  const frames = []
  for (;;) {
    const at = Math.round(performance.now() - began)
    if (at > endsAt) return frames
    const step = steps.find(({ from, until }) => at >= from && at < until)
    say(step === undefined ? texts.ahead : texts[step.action].replace('{times}', String(step.times ?? '')))
    frames.push({ at, image: await picture(FRAME_WIDTH) })
    const next = frames.length * FRAME_EVERY_MS - (performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, Math.max(15, next)))
  }
}

/**
 * What the camera sees, not mirrored, as JPEG in base64.
 * @param {number} width at most, in pixels
 * @returns {Promise<string>}
 */
async function picture(width) {
  const scale = Math.min(1, width / Math.max(video.videoWidth, video.videoHeight))
  const canvas = new OffscreenCanvas(Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale))
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'))
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const bytes = new Uint8Array(
    await (await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })).arrayBuffer(),
  )
  let binary = ''
  for (let i = 0; i < bytes.length; i += 32_768) binary += String.fromCharCode(...bytes.subarray(i, i + 32_768))
  return btoa(binary)
}

/**
 * @param {string} path
 * @param {object} message
 * @param {string} [secret]
 */
async function post(path, message, secret) {
  const response = await fetch(main.dataset['issuer'] + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(secret !== undefined && { authorization: `Bearer ${secret}` }) },
    body: JSON.stringify(message),
  }).catch(() => {
    throw new Told(texts.offline)
  })
  const body = await response.json()
  if (response.ok) return { body }
  const { code, details = {} } = body
  const told = texts.problems[details.code ?? code] ?? texts.problems[code] ?? texts.failed
  throw new Told(told.replace('{seconds}', String(details.retryAfterSeconds ?? '')), code)
}

/** What a person is told. */
class Told extends Error {
  /**
   * @param {string} message
   * @param {string} [code]
   */
  constructor(message, code) {
    super(message)
    this.code = code
  }
}

/** @param {() => Promise<void>} step */
async function guarded(step) {
  problem.hidden = true
  const buttons = [...document.querySelectorAll('button')]
  for (const button of buttons) button.disabled = true
  try {
    await step()
  } catch (error) {
    problem.textContent = error instanceof Told ? error.message : texts.failed
    problem.hidden = false
    problem.focus()
    const again =
      error instanceof Told && ['liveness_failed', 'picture_unusable', 'face_matcher_busy'].includes(error.code ?? '')
    if (again) start.hidden = false
    else {
      enrolment = undefined
      show(form)
    }
  }
  for (const button of buttons) button.disabled = false
  // Whoever goes by keyboard goes on here; a problem has the focus already.
  if (problem.hidden && !film.hidden && !start.hidden) start.focus()
}

/** @param {HTMLElement} section */
function show(section) {
  form.hidden = section !== form
  film.hidden = section !== film
  start.hidden = false
  if (section === film) film.scrollIntoView()
}

/** @param {string} text */
function say(text) {
  if (prompt.textContent !== text) prompt.textContent = text
}

/** Follows addresses as a browser of somebody who is signed in everywhere does. @returns the first that begins so */
export async function browseTo(address: string, wanted: string): Promise<string> {
  let at = address
  for (let hops = 0; hops < 10 && !at.startsWith(wanted); hops++) {
    const response = await fetch(at, { redirect: 'manual' })
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${response.status} at ${new URL(at).pathname}: ${await response.text()}`)
    at = new URL(location, at).href
  }
  return at
}

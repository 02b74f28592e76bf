/** The address of a server on this machine, without a slash at its end. IPv6 stands in brackets (RFC 3986, section 3.2.2). */
export function httpAddress(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

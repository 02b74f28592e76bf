/** JSON Lines as CSV: a column for every field, with dots; nulls and missing fields are empty cells. */
export function toCsv(lines: readonly string[]): string {
  const records = lines.map((line) => flatten(JSON.parse(line)))
  const columns = [...new Set(records.flatMap((record) => [...record.keys()]))]
  const rows = records.map((record) => columns.map((column) => quote(record.get(column) ?? '')).join(','))
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function flatten(value: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === null) return []
      if (typeof member === 'object') return [...flatten(member, `${prefix}${name}.`)]
      return [[prefix + name, String(member)] as const]
    }),
  )
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

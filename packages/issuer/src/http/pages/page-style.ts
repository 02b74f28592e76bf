import { createHash } from 'node:crypto'
import { FONT_PATH } from '../serve-assets.ts'

/** The path below which all of the issuer is; empty where it has a host of its own. */
type BasePath = string

/** One style for all pages: Thai in a font that sets it well, contrast of 7 to 1 and more, and nothing that moves. */
export function pageStyle(basePath: BasePath): string {
  return `
@font-face { font-family: "Noto Sans Thai Variable"; font-weight: 100 900; font-display: swap;
  src: url("${basePath}${FONT_PATH}") format("woff2"); unicode-range: U+0E01-0E5B, U+200C-200D, U+25CC; }
${RULES}`
}

const RULES = `
:root { color-scheme: light dark; --ink: #16241c; --paper: #fbfcf9; --card: #ffffff; --leaf: #1d6b45; --line: #6d7a72;
  --warn: #7a3e00; --warn-paper: #fff4e0; --bad: #9c1c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef4ef; --paper: #101713; --card: #18211c; --leaf: #7fd6a6;
  --line: #8a988f; --warn: #ffcf8a; --warn-paper: #33250f; --bad: #ffb0b0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.6;
  font: 1.0625rem/1.6 "Noto Sans Thai Variable", system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
main.wide { max-width: 68rem; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; flex-wrap: wrap;
  padding: .75rem 1.25rem; border-bottom: 1px solid var(--line); }
header strong { color: var(--leaf); font-size: 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 1.25rem 0 .75rem; }
h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; }
label, legend { display: block; font-weight: 600; margin-top: 1rem; }
input, select, textarea { width: 100%; font: inherit; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--card); color: inherit; }
input[type=checkbox], input[type=radio] { width: 1.2rem; height: 1.2rem; margin-right: .5rem; vertical-align: -.2rem; }
.hint { font-size: .95rem; margin: .2rem 0; }
button, .button { font: inherit; font-weight: 600; padding: .7rem 1.2rem; border-radius: .4rem; cursor: pointer; margin: 1.25rem .5rem 0 0;
  border: 2px solid var(--leaf); background: var(--leaf); color: var(--paper); min-height: 2.75rem; text-decoration: none; display: inline-block; }
button.second { background: transparent; color: var(--leaf); }
button.danger { background: var(--bad); border-color: var(--bad); }
button:disabled { opacity: .55; cursor: default; }
a { color: var(--leaf); }
:focus-visible { outline: 3px solid var(--leaf); outline-offset: 2px; }
.notice { border-left: .4rem solid var(--warn); background: var(--warn-paper); color: var(--warn); padding: .6rem 1rem; margin: 1rem 0; }
.error { border-left: .4rem solid var(--bad); padding: .6rem 1rem; margin: 1rem 0; color: var(--bad); font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 1rem 0; }
video { width: 100%; max-height: 60vh; background: #000; border-radius: .6rem; transform: scaleX(-1); }
.menu { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: .5rem 1.25rem; align-items: center;
  border-bottom: 1px solid var(--line); }
.menu a { display: inline-block; padding: .5rem 0; } .menu a[aria-current] { font-weight: 700; text-decoration: none; }
.menu button { margin: 0; padding: .35rem .8rem; min-height: 2.25rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; max-width: 44rem; }
.pair figure { margin: 0; } .pair img { width: 100%; border-radius: .4rem; border: 1px solid var(--line); }
fieldset { border: 0; padding: 0; margin: 0; } fieldset label { font-weight: 400; margin-top: .4rem; }
caption { text-align: left; font-weight: 700; padding: 1rem 0 .25rem; } code { overflow-wrap: anywhere; }
.scroll td, .scroll th { white-space: nowrap; } .scroll code { overflow-wrap: normal; } td form button { margin: 0; }
.prompt { font-size: 1.5rem; font-weight: 700; min-height: 2.4em; margin: .75rem 0 0; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
.scroll { overflow-x: auto; }
[hidden] { display: none !important; }
`

/** The policy of a page names its style by its hash, so that no other style can be put in. */
export function styleHash(style: string): string {
  return `sha256-${createHash('sha256').update(style).digest('base64')}`
}

import { describe, expect, it } from 'vitest'
import { readPairs } from '../../face-evaluation/read-pairs.ts'
import { allImpostors } from '../../face-evaluation/score-pairs.ts'

const read = (csv: string) => readPairs(csv, 'pairs.csv')

describe('readPairs', () => {
  it('reads pairs with and without people and subsets, in any order of columns', () => {
    expect(read('a,b,same\np/1.jpg,p/2.jpg,1\np/1.jpg,q/1.jpg,0\n')).toEqual([
      { a: 'p/1.jpg', b: 'p/2.jpg', same: true, subset: 'genuine' },
      { a: 'p/1.jpg', b: 'q/1.jpg', same: false, subset: 'impostor' },
    ])
    expect(read('﻿subset,same,id_b,id_a,b,a\r\nnear,0,q,p,"q, the second.jpg",p.jpg\r\n')).toEqual([
      { a: 'p.jpg', b: 'q, the second.jpg', same: false, idA: 'p', idB: 'q', subset: 'near' },
    ])
  })

  it.each([
    ['nothing', '', 1],
    ['a head line without same', 'a,b\n1.jpg,2.jpg\n', 1],
    ['a head line alone', 'a,b,same\n', 2],
    ['a same that is neither 1 nor 0', 'a,b,same\n1.jpg,2.jpg,1\n1.jpg,2.jpg,yes\n', 3],
    ['an empty picture', 'a,b,same\n,2.jpg,1\n', 2],
    ['too few cells', 'a,b,same\n1.jpg,2.jpg\n', 2],
    ['people who do not fit same', 'a,b,same,id_a,id_b\n1.jpg,2.jpg,1,p,q\n', 2],
  ])('refuses %s, and names the line', (_what, csv, line) => {
    expect(() => read(csv)).toThrow(
      expect.objectContaining({ code: 'file_malformed', message: expect.stringContaining(`line ${line}:`) }),
    )
  })
})

describe('allImpostors', () => {
  it('pairs every two pictures of different people once', () => {
    const pairs = read('a,b,same,id_a,id_b\n1,2,1,p,p\n1,3,0,p,q\n4,3,0,r,q\n')
    // Pictures 1 and 2 of p, 3 of q, 4 of r: 1-3, 1-4, 2-3, 2-4, 3-4.
    const made = allImpostors(pairs).map(({ a, b }) => [a, b].sort().join('-'))
    expect(made.sort()).toEqual(['1-3', '1-4', '2-3', '2-4', '3-4'])
  })
})

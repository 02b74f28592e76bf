/** The issuer's ports for faces, for an agency: it enrols nobody, and has no portraits to compare faces with. */
export const noFaces = {
  compareFaces: () => Promise.reject(new TypeError('An agency compares no faces.')),
  liveness: {
    createChallenge: () => {
      throw new TypeError('An agency enrols nobody.')
    },
    check: () => Promise.reject(new TypeError('An agency enrols nobody.')),
  },
}

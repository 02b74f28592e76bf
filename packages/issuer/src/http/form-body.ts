import express, { type RequestHandler } from 'express'

/** A form of at most 60 KB: an authorization request may carry attestations and claims. */
export function formBody(): RequestHandler {
  return express.urlencoded({ extended: false, limit: '60kb', parameterLimit: 60 })
}

export { type WebAppRouterOptions, webAppRouter } from './web-app-router.ts'

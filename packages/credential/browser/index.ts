export { webPlatform } from './web-platform.ts'

import { defineConfig } from 'vite'
import { webAppConfig } from '../../web-app/build/web-app-config.ts'

export default defineConfig(webAppConfig(import.meta.dirname))

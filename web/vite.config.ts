import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const server = 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [solid(), tailwindcss()],
  build: { target: 'es2024', outDir: 'dist', emptyOutDir: true },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server },
      '/sync': { target: server, ws: true },
      '/staging': { target: server, ws: true },
    },
  },
})

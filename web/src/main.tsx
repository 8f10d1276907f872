import { render } from 'solid-js/web'
import { App } from './app/app.tsx'
import { keepForOffline } from './app/keep-for-offline.ts'
import { loadSession } from './store/session.ts'
import './styles/main.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
void loadSession()
render(() => <App />, root)
if (import.meta.env.PROD) keepForOffline()

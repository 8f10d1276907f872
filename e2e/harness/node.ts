/** A node of one's own on the shared database, which can be killed, stopped and started again at the same address. */
import { type ServerProcess, startServer } from './server-process.ts'

export class Node {
  private process: ServerProcess
  private readonly env: Record<string, string>

  private constructor(process: ServerProcess, env: Record<string, string>) {
    this.process = process
    this.env = { ...env, PORT: new URL(process.url).port }
  }

  static async start(more: Record<string, string> = {}): Promise<Node> {
    const env = { DATABASE_URL: process.env.MUSTER_E2E_DATABASE ?? '', PORT: '0', ...more }
    return new Node(await startServer(env), env)
  }

  get url(): string {
    return this.process.url
  }

  async startAgain(): Promise<void> {
    this.process = await startServer(this.env)
  }

  async killAndRestart(): Promise<void> {
    await this.process.kill()
    await this.startAgain()
  }

  /** Sends a signal to its process. */
  tell(signal: NodeJS.Signals): void {
    this.process.tell(signal)
  }

  /** SIGTERM: consoles are told, work under way is finished. */
  stop(): Promise<void> {
    return this.process.stop()
  }
}

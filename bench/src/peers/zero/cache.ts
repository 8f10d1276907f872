/** zero-cache as its command starts it, which ends with us. */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
process.stdin.resume()
await import(new URL('cli.js', import.meta.resolve('@rocicorp/zero')).href)

import { startWatchRig } from '/work/main/client/test/watch-rig.ts'
const rig = await startWatchRig({settings: JSON.parse(process.argv[2] ?? '{}')})
console.log(JSON.stringify({url:rig.url}))
process.on('SIGUSR1', () => void rig.killServer().then(()=>setTimeout(()=>void rig.startServer().then(()=>console.log('back')), 3000)))
process.on('SIGTERM', () => void rig.stop().then(()=>process.exit(0)))

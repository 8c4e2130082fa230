// A new signing key for hearing tokens. A running server takes it at once; tokens of the key before stay good until
// they end, so nobody is thrown out.
import { rotateKeys } from '@press-gallery/server/access/key-ring'
import { readConfig } from '@press-gallery/server/config'

console.log(`New signing key: ${rotateKeys(readConfig().dataDir, Date.now())}`)

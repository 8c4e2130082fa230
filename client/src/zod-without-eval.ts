import { z } from 'zod'

// Zod compiles its parsers with `new Function` where that is allowed, and asks by trying: under our content security
// policy each try is a reported violation. It must be told before the first schema is made, so main.tsx imports this first.
z.config({ jitless: true })

// Makes somebody of the demo an administrator of all courts: a court file gives roles in its own court only.
import { openStore, storeAddress } from '@press-gallery/server/store/open-store'

/** In a store that is there already. */
export async function giveAllCourts(dataDir: string, login: string): Promise<void> {
  const store = await openStore(storeAddress({ dataDir, databaseUrl: null }))
  try {
    const { database } = store
    const { id } = await database
      .selectFrom('people')
      .select('id')
      .where('login', '=', login)
      .executeTakeFirstOrThrow()
    await database
      .insertInto('roles')
      .values({ person_id: id, role: 'administrator', court_id: '' })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } finally {
    await store.close()
  }
}

if (import.meta.main) {
  const [login = ''] = process.argv.slice(2)
  await giveAllCourts(process.env['PRESS_GALLERY_DATA_DIR'] ?? '', login)
}

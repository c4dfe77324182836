import { beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from './support/find-barriers.ts'
import { type Ids, logForScreens, SCREENS } from './support/screens.ts'
import { describePage } from './support/stage.ts'

describePage('barriers', (stage) => {
  let ids: Ids

  beforeAll(async () => {
    ids = await logForScreens(stage().log)
  })

  describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
    test.each(SCREENS)('$name has none', async ({ place, reach }) => {
      const page = await stage().open(place(ids), { colorScheme })
      await reach(page)
      expect(await findBarriers(page)).toEqual([])
      // Some of these screens are there to show an error.
      stage().takeErrors()
    })
  })
})

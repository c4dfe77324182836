/** The site's own texts in Bulgarian. */
export const BULGARIAN = {
  outline: { level: [2, 3] as [number, number], label: 'На тази страница' },
  docFooter: { prev: 'Предишна страница', next: 'Следваща страница' },
  darkModeSwitchLabel: 'Цветова схема',
  lightModeSwitchTitle: 'Към светлата схема',
  darkModeSwitchTitle: 'Към тъмната схема',
  sidebarMenuLabel: 'Меню',
  returnToTopLabel: 'Към началото',
  langMenuLabel: 'Език',
  skipToContentLabel: 'Към съдържанието',
  notFound: {
    title: 'Няма такава страница',
    quote: 'Може би е преместена; търсенето ще я намери.',
    linkLabel: 'към началната страница',
    linkText: 'Към началната страница',
  },
}

export const BULGARIAN_SEARCH = {
  translations: {
    button: { buttonText: 'Търсене', buttonAriaLabel: 'Търсене' },
    modal: {
      displayDetails: 'Показва подробности',
      resetButtonTitle: 'Изчиства търсенето',
      backButtonTitle: 'Затваря търсенето',
      noResultsText: 'Няма намерено за',
      footer: {
        selectText: 'избор',
        selectKeyAriaLabel: 'Enter',
        navigateText: 'движение',
        navigateUpKeyAriaLabel: 'стрелка нагоре',
        navigateDownKeyAriaLabel: 'стрелка надолу',
        closeText: 'затваряне',
        closeKeyAriaLabel: 'Escape',
      },
    },
  },
}

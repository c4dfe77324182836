// The theme without its web font, which is larger than most pages.
import theme from 'vitepress/theme-without-fonts'
import './style.css'

export default theme

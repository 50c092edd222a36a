// System fonts: nothing has to be loaded before the text can be read.
import Theme from "vitepress/theme-without-fonts";
import "./style.css";

export default Theme;

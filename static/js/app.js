// What every page needs. A page with a rich widget loads its own module beside this one.

import "./theme.js";
import "./csrf.js";
import "./offline.js";
import "./dialog.js";
import "./dismiss.js";
import "./menu.js";
import "./shortcuts.js";
import "./forms.js";
import "./entry.js";
import "./copy.js";
import "./print.js";

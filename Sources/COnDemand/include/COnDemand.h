#pragma once

// Lends Paper the functions of pango, cairo and CUPS without loading these libraries at start.
//
// They bring fifty more libraries and about 8 MB into a process that checks people in all day and
// draws a certificate once a week. So the functions that Paper calls are defined here under their
// own names; each loads its library at the first call and hands the call on. Swift calls them as
// always, and the C compiler checks every one against the library's own header.

/// Loads pango and cairo, once; 0 when they are not installed. To be called before their functions.
int on_demand_drawing(void);

/// Loads CUPS' library, once; 0 when it is not installed. To be called before its functions.
int on_demand_printing(void);

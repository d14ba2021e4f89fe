#include "COnDemand.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "library.h"

// It depends on cairo, pango, pangoft2, fontconfig and GLib, so one library gives them all.
LIBRARY_ON_DEMAND("libpangocairo-1.0.so.0")

// Asks the linker to leave out libraries that nothing refers to any more, as these now are: with
// pkg-config's flags alone they would be loaded at start. Where a linker does not listen, all works
// as well, only larger. (Swift collects such entries from object files and hands them on.)
__asm__(
    ".pushsection .swift1_autolink_entries, \"e\"\n"
    ".asciz \"-Wl,--as-needed\"\n"
    ".popsection");

int on_demand_drawing(void) { return library() != NULL; }

ON_DEMAND(FcBool, FcConfigAppFontAddFile, (FcConfig *a, const FcChar8 *b), (a, b))
ON_DEMAND(FcConfig *, FcConfigCreate, (void), ())
ON_DEMAND(void, FcConfigDestroy, (FcConfig *a), (a))
ON_DEMAND(FcBool, FcConfigSetCurrent, (FcConfig *a), (a))
ON_DEMAND(void, cairo_close_path, (cairo_t *a), (a))
ON_DEMAND(cairo_t *, cairo_create, (cairo_surface_t *a), (a))
ON_DEMAND(void, cairo_curve_to,
    (cairo_t *a, double b, double c, double d, double e, double f, double g),
    (a, b, c, d, e, f, g))
ON_DEMAND(void, cairo_destroy, (cairo_t *a), (a))
ON_DEMAND(void, cairo_fill, (cairo_t *a), (a))
ON_DEMAND(void, cairo_fill_preserve, (cairo_t *a), (a))
ON_DEMAND(cairo_font_options_t *, cairo_font_options_create, (void), ())
ON_DEMAND(void, cairo_font_options_destroy, (cairo_font_options_t *a), (a))
ON_DEMAND(void, cairo_font_options_set_antialias,
    (cairo_font_options_t *a, cairo_antialias_t b), (a, b))
ON_DEMAND(void, cairo_font_options_set_hint_metrics,
    (cairo_font_options_t *a, cairo_hint_metrics_t b), (a, b))
ON_DEMAND(void, cairo_font_options_set_hint_style,
    (cairo_font_options_t *a, cairo_hint_style_t b), (a, b))
ON_DEMAND(cairo_surface_t *, cairo_image_surface_create_from_png_stream,
    (cairo_read_func_t a, void *b), (a, b))
ON_DEMAND(int, cairo_image_surface_get_height, (cairo_surface_t *a), (a))
ON_DEMAND(int, cairo_image_surface_get_width, (cairo_surface_t *a), (a))
ON_DEMAND(void, cairo_line_to, (cairo_t *a, double b, double c), (a, b, c))
ON_DEMAND(void, cairo_move_to, (cairo_t *a, double b, double c), (a, b, c))
ON_DEMAND(void, cairo_new_path, (cairo_t *a), (a))
ON_DEMAND(void, cairo_paint, (cairo_t *a), (a))
ON_DEMAND(cairo_surface_t *, cairo_pdf_surface_create_for_stream,
    (cairo_write_func_t a, void *b, double c, double d), (a, b, c, d))
ON_DEMAND(void, cairo_pdf_surface_restrict_to_version,
    (cairo_surface_t *a, cairo_pdf_version_t b), (a, b))
ON_DEMAND(void, cairo_pdf_surface_set_metadata,
    (cairo_surface_t *a, cairo_pdf_metadata_t b, const char *c), (a, b, c))
ON_DEMAND(void, cairo_pdf_surface_set_size,
    (cairo_surface_t *a, double b, double c), (a, b, c))
ON_DEMAND(cairo_surface_t *, cairo_recording_surface_create,
    (cairo_content_t a, const cairo_rectangle_t *b), (a, b))
ON_DEMAND(void, cairo_rectangle,
    (cairo_t *a, double b, double c, double d, double e), (a, b, c, d, e))
ON_DEMAND(void, cairo_restore, (cairo_t *a), (a))
ON_DEMAND(void, cairo_rotate, (cairo_t *a, double b), (a, b))
ON_DEMAND(void, cairo_save, (cairo_t *a), (a))
ON_DEMAND(void, cairo_scale, (cairo_t *a, double b, double c), (a, b, c))
ON_DEMAND(void, cairo_set_fill_rule, (cairo_t *a, cairo_fill_rule_t b), (a, b))
ON_DEMAND(void, cairo_set_line_cap, (cairo_t *a, cairo_line_cap_t b), (a, b))
ON_DEMAND(void, cairo_set_line_width, (cairo_t *a, double b), (a, b))
ON_DEMAND(void, cairo_set_source_rgb, (cairo_t *a, double b, double c, double d), (a, b, c, d))
ON_DEMAND(void, cairo_set_source_surface,
    (cairo_t *a, cairo_surface_t *b, double c, double d), (a, b, c, d))
ON_DEMAND(void, cairo_show_page, (cairo_t *a), (a))
ON_DEMAND(cairo_status_t, cairo_status, (cairo_t *a), (a))
ON_DEMAND(const char *, cairo_status_to_string, (cairo_status_t a), (a))
ON_DEMAND(void, cairo_stroke, (cairo_t *a), (a))
ON_DEMAND(void, cairo_stroke_preserve, (cairo_t *a), (a))
ON_DEMAND(void, cairo_surface_destroy, (cairo_surface_t *a), (a))
ON_DEMAND(void, cairo_surface_finish, (cairo_surface_t *a), (a))
ON_DEMAND(cairo_status_t, cairo_surface_status, (cairo_surface_t *a), (a))
ON_DEMAND(void, cairo_tag_begin, (cairo_t *a, const char *b, const char *c), (a, b, c))
ON_DEMAND(void, cairo_tag_end, (cairo_t *a, const char *b), (a, b))
ON_DEMAND(void, cairo_translate, (cairo_t *a, double b, double c), (a, b, c))
ON_DEMAND(void, g_object_unref, (gpointer a), (a))
ON_DEMAND(PangoAttribute *, pango_attr_fallback_new, (gboolean a), (a))
ON_DEMAND(PangoAttribute *, pango_attr_font_features_new, (const char *a), (a))
ON_DEMAND(PangoAttribute *, pango_attr_letter_spacing_new, (int a), (a))
ON_DEMAND(PangoAttrList *, pango_attr_list_copy, (PangoAttrList *a), (a))
ON_DEMAND(void, pango_attr_list_insert, (PangoAttrList *a, PangoAttribute *b), (a, b))
ON_DEMAND(PangoAttrList *, pango_attr_list_new, (void), ())
ON_DEMAND(void, pango_attr_list_unref, (PangoAttrList *a), (a))
ON_DEMAND(void, pango_cairo_context_set_font_options,
    (PangoContext *a, const cairo_font_options_t *b), (a, b))
ON_DEMAND(void, pango_cairo_context_set_resolution, (PangoContext *a, double b), (a, b))
ON_DEMAND(PangoFontMap *, pango_cairo_font_map_new_for_font_type, (cairo_font_type_t a), (a))
ON_DEMAND(void, pango_cairo_show_layout_line, (cairo_t *a, PangoLayoutLine *b), (a, b))
ON_DEMAND(PangoFont *, pango_context_load_font,
    (PangoContext *a, const PangoFontDescription *b), (a, b))
ON_DEMAND(void, pango_context_set_language, (PangoContext *a, PangoLanguage *b), (a, b))
ON_DEMAND(void, pango_context_set_round_glyph_positions, (PangoContext *a, gboolean b), (a, b))
ON_DEMAND(void, pango_fc_font_map_set_config, (PangoFcFontMap *a, FcConfig *b), (a, b))
ON_DEMAND(PangoFontDescription *, pango_font_describe, (PangoFont *a), (a))
ON_DEMAND(void, pango_font_description_free, (PangoFontDescription *a), (a))
ON_DEMAND(const char *, pango_font_description_get_family, (const PangoFontDescription *a), (a))
ON_DEMAND(PangoFontDescription *, pango_font_description_new, (void), ())
ON_DEMAND(void, pango_font_description_set_absolute_size,
    (PangoFontDescription *a, double b), (a, b))
ON_DEMAND(void, pango_font_description_set_family,
    (PangoFontDescription *a, const char *b), (a, b))
ON_DEMAND(void, pango_font_description_set_style,
    (PangoFontDescription *a, PangoStyle b), (a, b))
ON_DEMAND(void, pango_font_description_set_weight,
    (PangoFontDescription *a, PangoWeight b), (a, b))
ON_DEMAND(PangoContext *, pango_font_map_create_context, (PangoFontMap *a), (a))
ON_DEMAND(PangoLanguage *, pango_language_from_string, (const char *a), (a))
ON_DEMAND(void, pango_layout_get_extents,
    (PangoLayout *a, PangoRectangle *b, PangoRectangle *c), (a, b, c))
ON_DEMAND(int, pango_layout_get_line_count, (PangoLayout *a), (a))
ON_DEMAND(PangoLayoutLine *, pango_layout_get_line_readonly, (PangoLayout *a, int b), (a, b))
ON_DEMAND(int, pango_layout_get_unknown_glyphs_count, (PangoLayout *a), (a))
ON_DEMAND(void, pango_layout_line_get_extents,
    (PangoLayoutLine *a, PangoRectangle *b, PangoRectangle *c), (a, b, c))
ON_DEMAND(PangoLayout *, pango_layout_new, (PangoContext *a), (a))
ON_DEMAND(void, pango_layout_set_attributes, (PangoLayout *a, PangoAttrList *b), (a, b))
ON_DEMAND(void, pango_layout_set_font_description,
    (PangoLayout *a, const PangoFontDescription *b), (a, b))
ON_DEMAND(void, pango_layout_set_single_paragraph_mode, (PangoLayout *a, gboolean b), (a, b))
ON_DEMAND(void, pango_layout_set_text, (PangoLayout *a, const char *b, int c), (a, b, c))
ON_DEMAND(void, pango_layout_set_width, (PangoLayout *a, int b), (a, b))
ON_DEMAND(void, pango_layout_set_wrap, (PangoLayout *a, PangoWrapMode b), (a, b))

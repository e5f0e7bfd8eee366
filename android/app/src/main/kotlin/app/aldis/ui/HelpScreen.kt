package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.Guide
import app.aldis.shell.HelpModel

/** The guide, one page per situation, in the language of the system. */
class HelpScreen(context: Context, model: HelpModel) : PageScreen<Unit, HelpModel.Event>(context, model) {
    private val guide = Guide.parse(context.resources.openRawResource(R.raw.guide).use { it.readBytes().decodeToString() })
    private var open: Guide.Chapter? = null

    override fun LinearLayout.content(state: Unit) {
        val chapter = open
        if (chapter == null) contents() else chapter(chapter)
    }

    private fun LinearLayout.contents() {
        title(word(R.string.help))
        for (chapter in guide.chapters) other(chapter.title) { turn(chapter) }
        main(word(R.string.back)) { on(HelpModel.Event) }
    }

    private fun LinearLayout.chapter(chapter: Guide.Chapter) {
        title(chapter.title)
        for (paragraph in chapter.paragraphs) when (paragraph.kind) {
            Guide.Kind.HEADING -> large(paragraph.text)
            Guide.Kind.TEXT -> body(paragraph.text)
            Guide.Kind.POINT -> body("• ${paragraph.text}")
            Guide.Kind.STEP -> body("${paragraph.number}. ${paragraph.text}")
        }
        main(word(R.string.back)) { turn(null) }
    }

    private fun turn(chapter: Guide.Chapter?) {
        open = chapter
        draw(Unit)
    }
}

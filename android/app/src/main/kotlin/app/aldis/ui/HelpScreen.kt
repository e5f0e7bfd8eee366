package app.aldis.ui

import android.content.Context
import android.widget.LinearLayout
import app.aldis.R
import app.aldis.shell.Guide
import app.aldis.shell.HelpModel
import app.aldis.shell.HelpModel.Event
import app.aldis.shell.HelpModel.State

/** The guide, one page per situation, in the language of the system. */
class HelpScreen(context: Context, model: HelpModel) : PageScreen<State, Event>(context, model) {
    private val guide = Guide.parse(context.resources.openRawResource(R.raw.guide).use { it.readBytes().decodeToString() })

    override fun LinearLayout.content(state: State) {
        val chapter = state.chapter?.let(guide.chapters::getOrNull)
        if (chapter == null) contents() else chapter(chapter)
        main(word(R.string.back)) { on(Event.Back) }
    }

    private fun LinearLayout.contents() {
        title(word(R.string.help))
        guide.chapters.forEachIndexed { at, chapter -> other(chapter.title) { on(Event.Open(at)) } }
    }

    private fun LinearLayout.chapter(chapter: Guide.Chapter) {
        title(chapter.title)
        for (paragraph in chapter.paragraphs) when (paragraph.kind) {
            Guide.Kind.HEADING -> large(paragraph.text)
            Guide.Kind.TEXT -> body(paragraph.text)
            Guide.Kind.POINT -> body("• ${paragraph.text}")
            Guide.Kind.STEP -> body("${paragraph.number}. ${paragraph.text}")
        }
    }
}

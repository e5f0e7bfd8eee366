package app.aldis.shell

/** The guide as pages: the small part of Markdown that `docs/guide.md` uses. */
class Guide private constructor(val chapters: List<Chapter>) {
    class Chapter(val title: String, val paragraphs: List<Paragraph>)

    /** @property number of a step. */
    data class Paragraph(val kind: Kind, val text: String, val number: Int = 0)

    enum class Kind { HEADING, TEXT, POINT, STEP }

    companion object {
        /** `##` begins a chapter, `###` a heading in it; what stands before the first chapter is not for the phone. */
        fun parse(text: String): Guide {
            val chapters = ArrayList<Chapter>()
            var paragraphs = ArrayList<Paragraph>()
            // A blank line ends a paragraph; other lines go on with it.
            var isOpen = false
            for (line in text.lines().map(String::trim)) {
                when {
                    line.startsWith("## ") -> {
                        paragraphs = ArrayList()
                        chapters.add(Chapter(line.removePrefix("## "), paragraphs))
                        isOpen = false
                    }
                    line.isEmpty() -> isOpen = false
                    else -> {
                        val last = paragraphs.lastOrNull()
                        val next = paragraph(line)
                        if (next.kind == Kind.TEXT && isOpen && last != null) {
                            paragraphs[paragraphs.size - 1] = last.copy(text = "${last.text} ${next.text}")
                        } else {
                            paragraphs.add(next)
                        }
                        isOpen = next.kind != Kind.HEADING
                    }
                }
            }
            return Guide(chapters)
        }

        private fun paragraph(line: String): Paragraph {
            val step = STEP.matchEntire(line)
            return when {
                line.startsWith("### ") -> Paragraph(Kind.HEADING, plain(line.removePrefix("### ")))
                line.startsWith("- ") -> Paragraph(Kind.POINT, plain(line.removePrefix("- ")))
                step != null -> Paragraph(Kind.STEP, plain(step.groupValues[2]), step.groupValues[1].toInt())
                else -> Paragraph(Kind.TEXT, plain(line))
            }
        }

        private fun plain(text: String) = text.replace("**", "").replace("`", "")

        private val STEP = Regex("""(\d+)\. (.*)""")
    }
}

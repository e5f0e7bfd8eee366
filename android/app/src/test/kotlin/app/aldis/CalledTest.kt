package app.aldis

import java.io.File
import java.util.zip.ZipFile
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.objectweb.asm.AnnotationVisitor
import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.FieldVisitor
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes.ASM9

/** What the app asks of Android, read from its classes as they were compiled. */
class CalledTest {
    private val classes = File(checkNotNull(MainActivity::class.java.getResource("MainActivity.class")).toURI()).parentFile
    private val own = classes.walk().filter { it.extension == "class" }.map { Seen(it.readBytes()) }.associateBy { it.name }

    /** Android 8, as a tree of classes with their members. */
    private val old = ZipFile(File(System.getProperty("robolectric.dependency.dir")).listFiles().orEmpty().single { "-8.0.0" in it.name })
    private val read = HashMap<String, Seen?>()

    @Test
    fun whatever_android_8_lacks_is_called_behind_its_version_alone() {
        assertTrue("${own.size} classes", own.size > 100)
        assertEquals(emptyList<String>(), own.values.flatMap { from -> lacking(from.asks).map { "${from.name}: $it" } })
        assertTrue("and it would be noticed", lacking(own.values.flatMap { it.asksGuarded }.toSet()).size > 5)
    }

    @Test
    fun what_android_8_has_is_told_from_what_it_lacks() {
        assertTrue(has("android/widget/EditText", "setTextClassifier(Landroid/view/textclassifier/TextClassifier;)V"))
        assertTrue(has("app/aldis/ui/Field", "setTextClassifier(Landroid/view/textclassifier/TextClassifier;)V"))
        assertFalse(has("android/widget/EditText", "setAccessibilityHeading(Z)V"))
        assertFalse(has("android/window/OnBackInvokedDispatcher", "registerOnBackInvokedCallback(ILandroid/window/OnBackInvokedCallback;)V"))
    }

    /** Dialogs, popups and toasts are windows of their own, which FLAG_SECURE does not reach; a clipboard is everybody's. */
    @Test
    fun there_is_no_window_beside_the_one_that_is_kept_from_screenshots_and_no_clipboard() {
        val windows = Regex("android/(app/(Alert|Progress|DatePicker|TimePicker)?Dialog|app/Notification|app/Presentation|content/Clip|print/|" +
            "widget/(Popup|ListPopup|AutoComplete|Spinner|Toast)|webkit/).*")
        val asked = own.values.flatMap { from -> (from.asks + from.asksGuarded).map { it.first }.filter(windows::matches).map { "${from.name}: $it" } }
        assertEquals(emptyList<String>(), asked)
    }

    private fun lacking(asked: Set<Pair<String, String>>) =
        asked.filterNot { (owner, member) -> owner.startsWith("java/") || has(owner, member) }.map { (owner, member) -> "$owner.$member" }

    /** Whether Android 8 has it, in this class or in what it inherits from. */
    private fun has(owner: String, member: String): Boolean {
        own[owner]?.let { mine -> return member in mine.members || mine.parents.any { has(it, member) } }
        // What Kotlin and Java bring is in the app, or older than Android 8.
        if (owner.startsWith("java/")) return Class.forName(owner.replace('/', '.')).methods.any { it.name == member.substringBefore('(') }
        if (!owner.startsWith("android/")) return !owner.startsWith("org/robolectric/")
        val there = there(owner) ?: return false
        return member in there.members || there.parents.any { has(it, member) }
    }

    private fun there(name: String): Seen? = read.getOrPut(name) { old.getEntry("$name.class")?.let { Seen(old.getInputStream(it).readBytes()) } }

    /** One class: what it is, and what it asks of others, where it has looked at the version before, and elsewhere. */
    private class Seen(bytes: ByteArray) : ClassVisitor(ASM9) {
        var name = ""
        val parents = ArrayList<String>()
        val members = HashSet<String>()
        val asks = HashSet<Pair<String, String>>()
        val asksGuarded = HashSet<Pair<String, String>>()
        private var isGuarded = false

        init {
            ClassReader(bytes).accept(this, ClassReader.SKIP_DEBUG or ClassReader.SKIP_FRAMES)
        }

        override fun visit(version: Int, access: Int, called: String, signature: String?, parent: String?, interfaces: Array<String>?) {
            name = called
            parents.addAll(listOfNotNull(parent) + interfaces.orEmpty())
        }

        override fun visitAnnotation(type: String, visible: Boolean): AnnotationVisitor? {
            if (type == GUARD) isGuarded = true
            return null
        }

        override fun visitField(access: Int, field: String, type: String, signature: String?, value: Any?): FieldVisitor? {
            members.add("$field:$type")
            return null
        }

        override fun visitMethod(access: Int, method: String, type: String, signature: String?, exceptions: Array<String>?): MethodVisitor {
            members.add("$method$type")
            return object : MethodVisitor(ASM9) {
                var to = if (isGuarded) asksGuarded else asks

                override fun visitAnnotation(type: String, visible: Boolean): AnnotationVisitor? {
                    if (type == GUARD) to = asksGuarded
                    return null
                }

                override fun visitMethodInsn(code: Int, owner: String, called: String, type: String, isInterface: Boolean) {
                    if (!owner.startsWith("[")) to.add(owner to "$called$type")
                }

                override fun visitFieldInsn(code: Int, owner: String, field: String, type: String) {
                    to.add(owner to "$field:$type")
                }
            }
        }
    }

    private companion object {
        /** Stands on what is only called once the version was looked at. */
        const val GUARD = "Landroid/annotation/TargetApi;"
    }
}

package app.aldis

import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Build
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import app.aldis.ui.HoldButton
import java.io.File
import org.junit.After
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/**
 * One phone, as a person has it in hand: the real activity, the real engine, a stand-in for the Keystore. Things are
 * found by the words on them.
 */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(
    sdk = [34],
    qualifiers = SMALL,
    shadows = [FrameReaderShadow::class, FrameImageShadow::class, OldCameraShadow::class, OldSessionShadow::class],
)
abstract class PhoneTest {
    @get:Rule val keystore = FakeAndroidKeyStore()

    protected val app: AldisApp get() = RuntimeEnvironment.getApplication() as AldisApp
    protected lateinit var hand: ActivityController<MainActivity>
    protected val activity: MainActivity get() = hand.get()

    @After
    fun putAway() {
        stopCamera()
        if (::hand.isInitialized && !activity.isDestroyed) hand.close()
        peers.forEach { it.close() }
    }

    protected fun pickUp() {
        // Every phone grants this one at the installation.
        shadowOf(app).grantPermissions("android.permission.HIDE_OVERLAY_WINDOWS")
        hand = Robolectric.buildActivity(MainActivity::class.java).setup()
        settle()
    }

    /** Until the phone does nothing more by itself: what runs beside the main thread comes to its end. */
    protected fun settle() = repeat(4) {
        idleCamera()
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** Waits for what takes its time in earnest: keys from passphrases. */
    protected fun until(text: String) {
        val end = System.nanoTime() + PATIENCE_NANOSECONDS
        while (!sees(text)) {
            check(System.nanoTime() < end) { "\"$text\" never came; there is: ${words()}" }
            Thread.sleep(20)
            settle()
        }
    }

    protected fun press(text: String) {
        val button = find<Button> { it.text.toString() == text && it !is HoldButton } ?: error("no button \"$text\"; there is: ${words()}")
        check(button.isEnabled) { "\"$text\" cannot be pressed" }
        button.performClick()
        settle()
    }

    /** Holds a button for as long as it asks for. */
    protected fun holdDown(text: String) {
        val button = find<HoldButton> { it.text.startsWith(text) } ?: error("nothing to hold called \"$text\"; there is: ${words()}")
        touch(button, android.view.MotionEvent.ACTION_DOWN)
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofMillis(HoldButton.HOLD_MILLISECONDS))
        settle()
    }

    /** @param across where on the view, as a share of its width. */
    protected fun touch(view: View, action: Int, across: Float = 0.5f) {
        val now = android.os.SystemClock.uptimeMillis()
        val event = android.view.MotionEvent.obtain(now, now, action, view.width * across, view.height / 2f, 0)
        view.dispatchTouchEvent(event)
        event.recycle()
    }

    /** Types into the field under that name. */
    protected fun type(name: String, text: String) {
        val label = find<TextView> { it.text.toString() == name && it.labelFor != View.NO_ID } ?: error("no field \"$name\"; there is: ${words()}")
        find<EditText> { it.id == label.labelFor }!!.setText(text)
        settle()
    }

    protected fun sees(text: String): Boolean = find<TextView> { it.isShown && text in it.text } != null

    fun anyView(wanted: (View) -> Boolean): View? = tree(activity.window.decorView).firstOrNull(wanted)

    fun everyWord() = words()

    fun rest() = settle()

    /** Time passes on the phone. */
    fun pass(milliseconds: Long) {
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofMillis(milliseconds))
        settle()
    }

    protected fun words(): List<String> = all<TextView>(activity.window.decorView).map { it.text.toString() }

    protected inline fun <reified V : View> find(wanted: (V) -> Boolean): V? = all<V>(activity.window.decorView).firstOrNull(wanted)

    protected inline fun <reified V : View> all(root: View): List<V> = tree(root).filterIsInstance<V>()

    protected fun tree(root: View): List<View> =
        listOf(root) + if (root is ViewGroup) (0 until root.childCount).flatMap { tree(root.getChildAt(it)) } else emptyList()

    protected fun screenshot(): Bitmap {
        val decor = activity.window.decorView
        val bitmap = Bitmap.createBitmap(decor.width, decor.height, Bitmap.Config.ARGB_8888)
        decor.draw(Canvas(bitmap))
        return bitmap
    }

    /** Everything of the page, below the screen's edge too; of a large screen in half its size. */
    protected fun wholePage(): Bitmap {
        val page = find<app.aldis.ui.Page> { true } ?: return screenshot()
        val column = page.getChildAt(0)
        val part = if (column.width > 600) 2 else 1
        val bitmap = Bitmap.createBitmap(column.width / part, maxOf(column.height / part, 1), Bitmap.Config.ARGB_8888)
        val canvas = Canvas(bitmap)
        canvas.scale(1f / part, 1f / part)
        canvas.drawColor(activity.getColor(R.color.ground))
        column.draw(canvas)
        return bitmap
    }

    protected fun shoot(name: String, picture: Bitmap = screenshot()) {
        val folder = File(System.getProperty("aldis.shots") ?: "../../out/shots").apply { mkdirs() }
        File(folder, "$name-${Build.VERSION.SDK_INT}.png").outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    /** From nothing to the home screen, by the words that the phone suggests. */
    protected fun setUp(): String {
        pickUp()
        until("Good")
        press(if (sees("Continue all the same")) "Continue all the same" else "Continue")
        press("I understand")
        val passphrase = find<TextView> { it.text.count { char -> char == '\n' } == 4 }!!.text.toString().replace('\n', ' ')
        press("Use these")
        type("Passphrase", passphrase)
        press("Set up this phone")
        until("Meet somebody")
        return passphrase
    }

    /** Two phones at one table, met and confirmed; this one shows first. It ends on the practice screen. */
    protected fun meet(peer: Peer, name: String = "Bob", shots: Boolean = false) {
        press(if (sees("Nobody is here yet")) "Meet somebody" else "People")
        if (find<Button> { it.text.toString() == "Meet somebody" } != null) press("Meet somebody")
        type("Nickname", name)
        if (shots) shoot("meet-begin")
        press("I show first")
        if (shots) shoot("meet-show-1")
        val second = peer.meet("Alice", reelShownTo(peer)) as app.aldis.engine.Meeting.Second
        press("The other phone has it")
        if (shots) shoot("meet-scan-2")
        var number = 0u
        while (!sees("Step 3")) {
            check(number < 30u) { "the second code was not read: ${words()}" }
            show(second.reel.modules(number++))
            if (shots && number == 3u) shoot("meet-scan-2-part")
        }
        if (shots) shoot("meet-show-3")
        val done = peer.meet("Alice", shownTo(peer).single()) as app.aldis.engine.Meeting.Done
        press("The other phone has it")
        if (shots) shoot("meet-words")
        check(done.words.words.all { sees(it) }) { "${done.words.words}: ${words()}" }
        peer.phone.confirm(peer.phone.people().single().id)
        press("They match")
    }

    protected fun unlock(passphrase: String) {
        until("Unlock")
        find<EditText> { true } ?: until("Show")
        type("Passphrase", passphrase)
        press("Unlock")
        until("Settings")
    }

    /** Another phone at the table. It is closed at the end. */
    protected fun peer(): Peer = Peer().also(peers::add)

    private val peers = ArrayList<Peer>()

    private companion object {
        const val PATIENCE_NANOSECONDS = 20_000_000_000L
    }
}

/** 480 by 800, an old phone. */
const val SMALL = "w320dp-h533dp-hdpi"

/** 1080 by 2160. */
const val LARGE = "w360dp-h720dp-xxhdpi"

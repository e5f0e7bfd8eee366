package app.aldis.ui

import android.annotation.SuppressLint
import android.content.Context
import android.view.KeyEvent
import android.view.MotionEvent
import android.view.accessibility.AccessibilityManager
import android.widget.Button
import android.widget.LinearLayout
import app.aldis.R

/**
 * For what cannot be undone: a finger goes across it from one end to the other and lets go there, which takes less than a second
 * and is no slip; or holds it for three seconds. Who uses a screen reader presses it twice; the first press says what the second
 * will do.
 */
@SuppressLint("ViewConstructor")
class HoldButton(context: Context, private val label: CharSequence, private val act: () -> Unit) : Button(context) {
    private var armed = false

    /** Where the finger came down, as a share of the width. */
    private var from = 0f
    private val fire = Runnable {
        release()
        act()
    }

    init {
        dress(this, label, filled(context, R.color.panel), R.color.danger)
        filterTouchesWhenObscured = true
        release()
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                from = event.x / width
                hold()
            }
            // Released by leaving the button, it is out of hand for the rest of this touch.
            MotionEvent.ACTION_UP -> if (isPressed && isAcross(event.x / width)) fire.run() else release()
            MotionEvent.ACTION_CANCEL -> release()
            MotionEvent.ACTION_MOVE -> if (event.x !in 0f..width.toFloat() || event.y !in 0f..height.toFloat()) release()
        }
        // A swipe is not quite level: the page stays where it is, until the finger leaves the button.
        parent?.requestDisallowInterceptTouchEvent(isPressed)
        return true
    }

    private fun isAcross(to: Float) = minOf(from, to) < END && maxOf(from, to) > 1 - END

    override fun onKeyDown(code: Int, event: KeyEvent): Boolean {
        if (code != KeyEvent.KEYCODE_DPAD_CENTER && code != KeyEvent.KEYCODE_ENTER) return super.onKeyDown(code, event)
        if (event.repeatCount == 0) hold()
        return true
    }

    override fun onKeyUp(code: Int, event: KeyEvent): Boolean {
        release()
        return true
    }

    /** Comes from a screen reader alone: touches never get here. */
    override fun performClick(): Boolean {
        val reader = context.getSystemService(AccessibilityManager::class.java)
        if (armed && reader.isTouchExplorationEnabled) {
            act()
        } else {
            armed = true
            announceForAccessibility(context.getString(R.string.hold_to))
            text = "$label\n${context.getString(R.string.hold_to)}"
        }
        return true
    }

    private fun hold() {
        isPressed = true
        text = "$label\n${context.getString(R.string.hold_on)}"
        postDelayed(fire, HOLD_MILLISECONDS)
    }

    private fun release() {
        isPressed = false
        removeCallbacks(fire)
        text = "$label\n${context.getString(R.string.hold_to)}"
    }

    override fun onDetachedFromWindow() {
        removeCallbacks(fire)
        super.onDetachedFromWindow()
    }

    companion object {
        const val HOLD_MILLISECONDS = 3000L

        /** How much of the width counts as an end of it. */
        private const val END = 0.25f
    }
}

fun LinearLayout.hold(text: CharSequence, act: () -> Unit): HoldButton =
    HoldButton(context, text, act).also { addView(it, apart()) }

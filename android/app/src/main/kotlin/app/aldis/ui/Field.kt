package app.aldis.ui

import android.content.Context
import android.text.Editable
import android.text.InputFilter
import android.text.InputType
import android.text.TextWatcher
import android.util.TypedValue
import android.view.ActionMode
import android.view.Menu
import android.view.MenuItem
import android.view.View
import android.view.inputmethod.EditorInfo
import android.view.textclassifier.TextClassifier
import android.widget.EditText
import android.widget.LinearLayout
import app.aldis.R

/**
 * A text field of which nothing gets out by Android's own machinery: no saved state, no autofill, no suggestions, no
 * learning keyboard, no selection menu, no text classifier, no clipboard.
 */
class Field(context: Context) : EditText(context) {
    init {
        isSaveEnabled = false
        importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
        hideFromContentCapture(this)
        setTextClassifier(TextClassifier.NO_OP)
        customSelectionActionModeCallback = NoMenu
        customInsertionActionModeCallback = NoMenu
        isLongClickable = false
        imeOptions = EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING or EditorInfo.IME_FLAG_NO_EXTRACT_UI
        setTextSize(TypedValue.COMPLEX_UNIT_PX, resources.getDimension(R.dimen.type_large))
        setTextColor(context.getColor(R.color.text))
        setHintTextColor(context.getColor(R.color.faint))
        minHeight = pixels(R.dimen.touch)
        filterTouchesWhenObscured = true
    }

    /** Neither keys nor menus copy, cut, paste or share. */
    override fun onTextContextMenuItem(id: Int): Boolean = false

    override fun isSuggestionsEnabled(): Boolean = false

    /** What was typed, for as long as [use] runs; the copy is wiped afterwards. */
    fun <T> chars(use: (CharArray) -> T): T {
        val chars = CharArray(text.length)
        text.getChars(0, chars.size, chars, 0)
        return try {
            use(chars)
        } finally {
            chars.fill('\u0000')
        }
    }

    /** Empties the field, and overwrites what was in it first. */
    fun wipe() {
        val length = text.length
        if (length > 0) text.replace(0, length, "\u0000".repeat(length))
        text.clear()
    }

    fun onChange(act: () -> Unit) = addTextChangedListener(object : TextWatcher {
        override fun beforeTextChanged(s: CharSequence?, start: Int, count: Int, after: Int) = Unit

        override fun onTextChanged(s: CharSequence?, start: Int, before: Int, count: Int) = Unit

        override fun afterTextChanged(s: Editable?) = act()
    })

    private object NoMenu : ActionMode.Callback {
        override fun onCreateActionMode(mode: ActionMode, menu: Menu) = false

        override fun onPrepareActionMode(mode: ActionMode, menu: Menu) = false

        override fun onActionItemClicked(mode: ActionMode, item: MenuItem) = false

        override fun onDestroyActionMode(mode: ActionMode) = Unit
    }
}

/** One line, letters shown, under its name: a hint would be cut off in large type, and gone at the first letter. */
fun LinearLayout.lineField(name: CharSequence, longest: Int): Field = field(name).also {
    it.inputType = PLAIN
    it.filters = arrayOf(InputFilter.LengthFilter(longest))
}

/** Several lines. */
fun LinearLayout.textField(name: CharSequence): Field = field(name).also {
    it.inputType = PLAIN or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
    it.minLines = 3
    it.gravity = android.view.Gravity.TOP or android.view.Gravity.START
}

/** One line of dots. */
fun LinearLayout.secretField(name: CharSequence): Field = field(name).also {
    it.showLetters(false)
    it.filters = arrayOf(InputFilter.LengthFilter(LONGEST_SECRET))
}

private fun LinearLayout.field(name: CharSequence): Field {
    val field = Field(context)
    field.id = View.generateViewId()
    small(name).labelFor = field.id
    addView(field, apart())
    return field
}

/** Letters or dots; the cursor stays at the end. */
fun Field.showLetters(show: Boolean) {
    inputType = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS or
        if (show) InputType.TYPE_TEXT_VARIATION_VISIBLE_PASSWORD else InputType.TYPE_TEXT_VARIATION_PASSWORD
    // Android gives dots a typeface of their own.
    typeface = android.graphics.Typeface.DEFAULT
    setSelection(text.length)
}

private const val PLAIN = InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_NO_SUGGESTIONS
private const val LONGEST_SECRET = 256

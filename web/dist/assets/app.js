/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. */
var b,ao,wt,G,$t,Ge,io,We,so,kt,xt,Nn,Te=Symbol.for("pv"),Je={},Ke=[],On=/^m(i|n|o|s|text|space)$/,St=Array.isArray,Ct=Ke.slice,ae=Object.assign;function re(e){e&&e.parentNode&&e.remove()}function Me(e,t,o){var n,a,r,i={},s=arguments.length;for(r in t)r=="key"?n=t[r]:r=="ref"&&typeof e!="function"?a=t[r]:i[r]=t[r];return s>2&&(i.children=s>3?Ct.call(arguments,2):o),Ce(e,i,n,a,null)}function Ce(e,t,o,n,a){var r={type:e,props:t,key:o,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:Te,__v:a||++ao,__i:-1,__u:0};return!a&&b.vnode&&b.vnode(r),r}function se(e){return e.children}function ie(e,t){this.props=e,this.context=t,this.__g=0}function J(e,t){if(t==null)return e.__&&J(e.__,e.__i+1);for(var o;t<e.__k.length;t++)if((o=e.__k[t])&&o.__e)return o.__e;return typeof e.type!="function"||e.props.__P?null:J(e)}function Bn(e){var t,o=e.__v,n=o.__e,a=[],r=[],i=e.__P;i&&((t=ae({constructor:Te},o)).__v=o.__v+1,b.vnode&&b.vnode(t),Tt(i,t,o,e.__n,i.namespaceURI,32&o.__u?[n]:null,a,n||J(o),32&o.__u,r),t.__v=o.__v,t.__.__k[t.__i]=t,mo(a,t,r),o.__=o.__e=null,t.__e!=n&&lo(t))}function lo(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),lo(e)}function no(e){(8&e.__g||(e.__g|=8,G.push(e),Ge++))&&$t==b.debounceRendering||(($t=b.debounceRendering)||queueMicrotask)(co)}function co(){try{for(var e,t=1;G.length;)G.length>t&&G.sort(io),e=G.shift(),t=G.length,8&e.__g&&Bn(e)}finally{(Ge=G.length)&&($t||queueMicrotask)(co)}}function uo(e,t,o,n,a,r,i,s,f,d,u){var h,p,l,m,S,g,x=n.__k||Ke,v=t.length;for(f=Un(o,t,x,f,v),h=0;h<v;h++)(l=o.__k[h])!=null&&(p=~l.__i&&x[l.__i]||Je,l.__i=h,g=Tt(e,l,p,a,r,i,s,f,d,u),m=l.__e,(p.ref!=l.ref||8&p.__u)&&(p.ref&&Mt(p.ref,null,l,p),l.ref&&u.push(l.ref,l.__c||m,l)),S=S||m,4&l.__u?(f=fo(l,f,e,!p.__v),p.__e&&(p.__e=null)):typeof l.type=="function"&&g!==void 0?f=g:m&&(f=m.nextSibling),l.__u&=-21);return o.__e=S,f}function Un(e,t,o,n,a){var r,i,s,f,d,u,h,p,l,m=o.length,S=m,g=0,x=0,v=e.__k=Array(a);for(r=0;r<a;r++)(i=t[r])!=null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=v[r]=Ce(null,i):St(i)?i=v[r]=Ce(se,{children:i}):i.constructor===Te&&i.__b?i=v[r]=Ce(i.type,i.props,i.key,i.ref,i.__v):v[r]=i,f=r+g,i.__=e,i.__b=e.__b+1,s=null,~(d=i.__i=Ln(i,o,f,S))&&(S--,(s=o[d])&&(s.__u|=2)),s&&s.__v?(i.__u|=16,d==f-1?g--:d==f+1?g++:d!=f&&(d>f?g--:g++,x=1)):(~d||(a>m?g--:a<m&&g++),typeof i.type!="function"&&(i.__u|=4))):v[r]=null;if(x){for(u=[],h=[],r=0;r<a;r++)if((i=v[r])&&16&i.__u){for(g=0,p=u.length;g<p;)u[l=g+p>>1]<i.__i?g=l+1:p=l;u[g]=i.__i,h[r]=g+1}for(g=u.length;r--;)h[r]&&(h[r]==g?g--:v[r].__u|=4)}if(S)for(r=0;r<m;r++)!(s=o[r])||2&s.__u||(s.__e==n&&(n=J(s)),Et(s,s));return n}function fo(e,t,o,n){var a,r,i,s;if(typeof e.type=="function"){if(e.props.__P)return t;if(a=e.__k)for(r=0;r<a.length;r++)a[r]&&(a[r].__=e,t=fo(a[r],t,o,!1));return t}for(t&&!t.parentNode&&(t=J(e))&&!t.parentNode&&(t=null),i=e.__e,s=t;s&&s.nodeType==8;)s=s.nextSibling;for(i!=s&&(!n&&o.moveBefore&&i.parentNode?o.moveBefore(i,t):o.insertBefore(i,t||null)),t=i;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Ln(e,t,o,n){var a,r=e.key,i=e.type,s=t[o],f=s&&!(2&s.__u);if(s===null&&r==null||f&&r==s.key&&i==s.type)return o;if(n>(f?1:0)){for(a=o-1;a>=0;a--)if((s=t[a])&&!(2&s.__u)&&r==s.key&&i==s.type)return a;for(a=o+1;a<t.length;a++)if((s=t[a])&&!(2&s.__u)&&r==s.key&&i==s.type)return a}return-1}function ro(e,t,o){o==null&&(o=""),t[0]=="-"?e.setProperty(t,o):e[t]=o}function qe(e,t,o,n,a){var r,i;if(t=="style")if(typeof o=="string")e.style.cssText=o;else{if(typeof n=="string"&&(e.style.cssText=n=""),n)for(t in n)o&&t in o||ro(e.style,t);if(o)for(t in o)n&&o[t]==n[t]||ro(e.style,t,o[t])}else if(t[0]=="o"&&t[1]=="n")typeof o!="function"&&(o=null),typeof n!="function"&&(n=null),(e.__e||(e.__e={}))[t]=o,o&&n||(i=xt[t]||(xt[t]=Fn(t)),(e.__a||(e.__a={}))[t]=kt,r=t!=(t=t.replace(so,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),o?e.addEventListener(t,i,r):e.removeEventListener(t,i,r));else{if(a=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=o??"")}catch{}if(typeof o=="function")return;o==null||o===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&o==1?"":o)}}function Fn(e){return function(t){var o=this.__e;if(o){if(o=o[e],t[We]==null)t[We]=kt++;else if(t[We]<this.__a[e])return;return o(b.event?b.event(t):t)}}}function Tt(e,t,o,n,a,r,i,s,f,d){var u,h,p,l,m,S,g,x,v,E,k,yt,to,Re,oe,oo,V,ne,I=t.type;if(t.constructor!==Te)return null;128&o.__u&&(f=32&o.__u,u=o.__c.__z)&&(t.__u|=f,h=r=[],u.nodeType==8?s=Ve(u,r):r.push(u),s=r[0]||s),(u=b.__b)&&u(t);e:if(typeof I=="function"){p=i.length;try{if(x=t.props,v=(u=I.prototype)&&u.render,E=(u=I.contextType)&&n[u.__c],k=u?E?E.props.value:u.__:n,(l=o.__c)?(t.__c=l,2&l.__g&&(l.__g|=1)):(v?t.__c=l=new I(x,k):(t.__c=l=new ie(x,k),l.constructor=I,l.render=jn),E&&E.sub(l),l.state||(l.state={}),l.__n=n,l.__g|=8,l.__h=[],l.__k=[]),v&&(l.__s||(l.__s=l.state),I.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=ae({},l.__s)),ae(l.__s,I.getDerivedStateFromProps(x,l.__s)))),m=l.props,S=l.state,l.__v=t,o.__c){if(x!==m&&v&&!I.getDerivedStateFromProps&&l.componentWillReceiveProps&&l.componentWillReceiveProps(x,k),t.__v==o.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&l.shouldComponentUpdate(x,l.__s,k)===!1){t.__v!=o.__v&&(l.props=x,l.state=l.__s,l.__g&=-9),t.__e=o.__e,t.__k=o.__k,t.__k.some(function(F){F&&(F.__=t)}),Ke.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&i.push(l),s=J(o);break e}l.componentWillUpdate&&l.componentWillUpdate(x,l.__s,k),v&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(m,S,g)})}else v&&!I.getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),v&&l.componentDidMount&&l.__h.push(l.componentDidMount);l.context=k,l.props=x,l.__P=e,l.__g&=-5,yt=b.__r,to=v?25:0;do l.__g&=-9,yt&&yt(t),u=l.render(l.props,l.state=l.__s,l.context);while(8&l.__g&&++to<25);v&&(Ke.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(n=ae({},n,l.getChildContext())),v&&o.__c&&l.getSnapshotBeforeUpdate&&(g=l.getSnapshotBeforeUpdate(m,S)),Re=u&&u.type===se&&u.key==null?u.props.children:u,x.__P&&(u=s,a=(e=x.__P).namespaceURI,f=r=null,o.props&&o.props.__P!=e&&(o.__k.some(function(F){F&&Et(F,F)}),o.__k=null),s=o.__k?J(o,0):null),s=uo(e,St(Re)?Re:[Re],t,o,n,a,r,i,s,f,d),x.__P&&(t.__e=null,s=u),t.__u&=-161,h&&h.some(re),l.__h.length&&i.push(l),1&l.__g&&(l.__g&=-4)}catch(F){if(i.length=p,t.__v=null,f||r)if(F&&F.then){if(t.__u|=128|f,r){for(~(V=r.indexOf(s||void 0))||(V=r.length);(ne=r[V-1])&&ne.nodeType==8;)V--;for(;V<r.length;V++)if(ne=r[V])if(r[V]=null,oe){if(ne==oo)break}else{if(ne.nodeType!=8)break;ne.data.startsWith("$s")&&(oo=Ve(oe=ne))}}if(!oe){for(;s&&s.nodeType==8&&s.nextSibling;)s=s.nextSibling;oe=s}(u=Ve(oe=t.__c.__z||(t.__c.__z=oe)))?(t.__e=oe,s=u):t.__e=s,s=s&&s.nextSibling}else r&&r.some(re);else t.__e=o.__e;t.__k||(t.__k=o.__k||[]),F&&F.then||po(t),b.__e(F,t,o)}}else s=t.__e=An(o.__e,t,o,n,a,r,i,f,d,e);return(u=b.diffed)&&u(t),s}function Ve(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.data.startsWith("/$s")&&!--o)return e}t&&t.push(e)}}function po(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(po))}function mo(e,t,o){for(var n=0;n<o.length;)Mt(o[n++],o[n++],o[n++]);b.__c&&b.__c(t,e),e.some(function(a){try{e=a.__h,a.__h=[],e.some(function(r){r.call(a)})}catch(r){b.__e(r,a.__v)}})}function An(e,t,o,n,a,r,i,s,f,d){var u,h,p,l,m,S,g,x,v=o.props||Je,E=t.props,k=t.type;if(k=="svg"?a="http://www.w3.org/2000/svg":k=="math"?a="http://www.w3.org/1998/Math/MathML":a||(a="http://www.w3.org/1999/xhtml"),r){for(u=0;u<r.length;u++)if((m=r[u])&&(k?m.localName==k:m.nodeType==3)){e=m,r[u]=null;break}}if(!e){if(x=d.ownerDocument||document,!k)return x.createTextNode(E);e=x.createElementNS(a,k,E.is?E:d),s&&(b.__m&&b.__m(t,r),s=!1),r=null}if(k){if(d=k=="template"&&e.content||e,r=k=="textarea"&&E.defaultValue!=null?null:r&&Ct.call(d.childNodes),!s&&r)for(v={},u=0;u<e.attributes.length;u++)v[(m=e.attributes[u]).name]=m.value;for(u in v)m=v[u],u=="dangerouslySetInnerHTML"?p=m:u=="children"||u in E||u=="value"&&"defaultValue"in E||u=="checked"&&"defaultChecked"in E||qe(e,u,null,m,a);for(u in E)m=E[u],u=="children"?l=m:u=="dangerouslySetInnerHTML"?h=m:u=="value"?S=m:u=="checked"?g=m:s&&typeof m!="function"||v[u]===m||qe(e,u,m,v[u],a);h?(s||p&&(h.__html==p.__html||h.__html==e.innerHTML)||(e.innerHTML=h.__html),t.__k=[]):(p&&(e.textContent=""),(k=="foreignObject"||a=="http://www.w3.org/1998/Math/MathML"&&On.test(k))&&(a="http://www.w3.org/1999/xhtml"),uo(d,St(l)?l:[l],t,o,n,a,r,i,r?r[0]:o.__k&&J(o,0),s,f),r&&r.some(re)),s&&k!="textarea"||(u="value",k=="progress"&&S==null?e.removeAttribute(u):S==null||S===e[u]&&(k!="progress"||S)||qe(e,u,S,v[u],a),u="checked",g!=null&&g!=e[u]&&qe(e,u,g,v[u],a))}else v===E||s&&e.data==E||(e.data=E);return e}function Mt(e,t,o,n){try{typeof e=="function"?t?t.__x=e(t)||1:n&&(n=n.__c||n.__e)&&(t=n.__x)&&(n.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(a){b.__e(a,o)}}function Et(e,t,o){var n,a,r,i;if(b.unmount&&b.unmount(e),!(n=e.ref)||n.current&&n.current!=e.__e||Mt(n,null,t,e),n=e.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(s){b.__e(s,t)}n.__P=n.__n=null}if(n=e.__k)for(i=0;i<n.length;i++)n[i]&&Et(n[i],t,typeof e.type!="function"||o&&!e.props.__P);!o&&(n=e.__c)&&(n=n.__z)&&(a=Ve(n,r=[]))&&(n==e.__e&&r.some(re),re(a),re(n)),o||re(e.__e),e.__e=e.__c=e.__=null}function jn(e,t,o){return this.constructor(e,o)}function Pt(e,t){var o,n,a,r;b.__&&b.__(e,t),t.nodeType==9&&(t=t.documentElement),n=(o=e&&32&e.__u)?null:t.__k,t.__k=Ce(se,{children:[e]}),a=[],r=[],Tt(t,t.__k,n||Je,Je,t.namespaceURI,n?null:t.firstChild?Ct.call(t.childNodes):null,a,n?n.__e:t.firstChild,o,r),mo(a,t.__k,r),t.__k.props.children=null}b={__e:function(e,t,o,n){for(var a,r,i;t=t.__;)if((a=t.__c)&&!(1&a.__g)){a.__g|=4;try{if((i=(r=a.constructor)&&r.getDerivedStateFromError)&&a.setState(r.getDerivedStateFromError(e)),a.componentDidCatch&&(a.componentDidCatch(e,n||{}),i=1),i&&8&a.__g)return void(a.__g|=2)}catch(s){e=s}}throw Ge=0,e}},ao=0,wt=function(e){return e!=null&&e.constructor===Te},ie.prototype.setState=function(e,t){var o=this.__s;o&&o!=this.state||(o=this.__s=ae({},this.state)),typeof e=="function"&&(e=e(ae({},o),this.props)),e&&(ae(o,e),this.__v&&(t&&this.__k.push(t),no(this)))},ie.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),no(this))},ie.prototype.render=se,G=[],Ge=0,io=function(e,t){return e.__v.__b-t.__v.__b},We=Symbol(),so=/(PointerCapture)$|Capture$/i,kt=0,xt={},Nn=0;var Pe,T,zt,ho,Dt=Object.is,Ze=0,ko=[],Nt=[],C=b,_o=C.__b,vo=C.__r,go=C.diffed,bo=C.__c,yo=C.unmount,$o=C.__;function Bt(e,t){C.__h&&C.__h(T,e,Ze||t),Ze=0;var o=T.__H||(T.__H={__:[],__h:[]});return e>=o.__.length&&o.__.push({}),o.__[e]}function H(e){return Ze=1,Hn(Co,e)}function Hn(e,t,o){var n=Bt(Pe++,2);if(n.t=e,!n.__c&&(n.__=[o?o(t):Co(void 0,t),function(r){var i=(n.__N||n.__)[0],s=n.t(i,r);Dt(i,s)||(n.__N=[s,n.__[1]],n.__c.setState({}))}],n.__c=T,!T.__f)){T.__f=!0;var a=T.shouldComponentUpdate;T.shouldComponentUpdate=function(r,i,s){var f=this.__H;if(!f)return!0;var d=!1,u=this.props!=r;if(f.__.some(function(p){p.__N&&(d=!0,Dt(p.__[0],p.__N[0])||(u=!0))}),a){var h=a.call(this,r,i,s);return d?h||u:h}return!d||u}}return n.__}function le(e,t){var o=Bt(Pe++,3);!C.__s&&So(o.__H,t)&&(o.__P=!0,o.__=e,o.u=t,T.__H.__h.push(o))}function he(e){return Ze=5,Xe(function(){return{current:e}},[])}function Xe(e,t){var o=Bt(Pe++,7);return So(o.__H,t)&&(o.__=e(),o.__H=t),o.__}function In(){var e;do{for(;e=Nt.shift();)try{Ee(e)}catch(o){C.__e(o,{__:(e=e.__P)&&e.__v})}for(;e=ko.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Ee),t.__h.some(Ot),t.__h=[]}catch(o){t.__h=[],C.__e(o,e.__v)}}}while(Nt.length)}C.__b=function(e){T=null,_o&&_o(e)},C.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),$o&&$o(e,t)},C.__r=function(e){vo&&vo(e),Pe=0;var t=(T=e.__c).__H;t&&(zt==T?T.__h=[]:(t.__h.some(Ee),t.__h.some(Ot),Pe=0),t.__h=[],t.__.some(function(o){o.__N&&(o.__=o.__N),o.u=o.__N=void 0})),zt=T},C.diffed=function(e){go&&go(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&wo(ko.push(t)),t.__H.__.some(function(o){o.u&&(o.__H=o.u)})),zt=T=null},C.__c=function(e,t){t.some(function(o){try{o.__h.some(Ee),o.__h=o.__h.filter(function(n){return!n.__||Ot(n)})}catch(n){o.__h=[function(){throw n}]}}),bo&&bo(e,t)},C.unmount=function(e){yo&&yo(e);var t,o,n=e.__c;n&&n.__H&&(n.__H.__.some(function(a){try{if(a.__P&&a.__c){if(o===void 0){for(o=e.__;o&&(!o.__c||!o.__c.__P);)o=o.__;o=o&&o.__c}a.__P=o,wo(Nt.push(a))}else Ee(a)}catch(r){t=r}}),n.__H=void 0,t&&C.__e(t,n.__v))};var xo=typeof requestAnimationFrame=="function";function Rn(e){var t,o=function(){clearTimeout(n),xo&&cancelAnimationFrame(t),setTimeout(e)},n=setTimeout(o,35);xo&&(t=requestAnimationFrame(o))}function wo(e){e!=1&&ho==C.requestAnimationFrame||((ho=C.requestAnimationFrame)||Rn)(In)}function Ee(e){var t=T,o=e.__c;typeof o=="function"&&(e.__c=void 0,o()),T=t}function Ot(e){var t=T;e.__c=e.__(),T=t}function So(e,t){return!e||e.length!=t.length||t.some(function(o,n){return!Dt(o,e[n])})}function Co(e,t){return typeof t=="function"?t(e):t}var qn=Symbol.for("preact-signals");function tt(){if(R>1)R--;else{var e,t=!1;for((function(){var a=Ye;for(Ye=void 0;a!==void 0;){var r=a.S;if(r.v===a.v)for(var i=r.t;i!==void 0;i=i.x)i.i===a.i&&(i.i=r.i);a=a.o}})();De!==void 0;){var o=De;for(De=void 0,Qe++;o!==void 0;){var n=o.u;if(o.u=void 0,o.f&=-3,!(8&o.f)&&Mo(o))try{o.c()}catch(a){t||(e=a,t=!0)}o=n}}if(Qe=0,R--,t)throw e}}function _e(e){if(R>0)return e();Ut=++Wn,R++;try{return e()}finally{tt()}}var ze,$=void 0;function Ne(e){var t=$,o=ze;$=void 0,ze=void 0;try{return e()}finally{$=t,ze=o}}var De=void 0,R=0,Qe=0,Wn=0,Ut=0,Ye=void 0,et=0;function To(e){if($!==void 0){var t=e.n;if(t===void 0||t.t!==$)return t={i:0,S:e,p:$.s,n:void 0,t:$,e:void 0,x:void 0,r:t},$.s!==void 0&&($.s.n=t),$.s=t,e.n=t,32&$.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=$.s,t.n=void 0,$.s.n=t,$.s=t),t}}function M(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}M.prototype.brand=qn;M.prototype.h=function(){return!0};M.prototype.S=function(e){var t=this,o=this.t;o!==e&&e.e===void 0&&(e.x=o,this.t=e,o!==void 0?o.e=e:Ne(function(){var n;(n=t.W)==null||n.call(t)}))};M.prototype.U=function(e){var t=this;if(this.t!==void 0){var o=e.e,n=e.x;o!==void 0&&(o.x=n,e.e=void 0),n!==void 0&&(n.e=o,e.x=void 0),e===this.t&&(this.t=n,n===void 0&&Ne(function(){var a;(a=t.Z)==null||a.call(t)}))}};M.prototype.subscribe=function(e){var t=this;return A(function(){var o=t.value;Ne(function(){return e(o)})},{name:"sub"})};M.prototype.valueOf=function(){return this.value};M.prototype.toString=function(){return this.value+""};M.prototype.toJSON=function(){return this.value};M.prototype.peek=function(){var e=this;return Ne(function(){return e.value})};Object.defineProperty(M.prototype,"value",{get:function(){var e=To(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(Qe>100)throw new Error("Cycle detected");(function(o){R!==0&&Qe===0&&o.l!==Ut&&(o.l=Ut,Ye={S:o,v:o.v,i:o.i,o:Ye})})(this),this.v=e,this.i++,et++,R++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{tt()}}}});function y(e,t){return new M(e,t)}function Mo(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function Eo(e){for(var t=e.s;t!==void 0;t=t.n){var o=t.S.n;if(o!==void 0&&(t.r=o),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function Po(e){for(var t=e.s,o=void 0;t!==void 0;){var n=t.p;t.i===-1?(t.S.U(t),n!==void 0&&(n.n=t.n),t.n!==void 0&&(t.n.p=n)):o=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=n}e.s=o}function ce(e,t){M.call(this,void 0,t),this.x=e,this.s=void 0,this.g=et-1,this.f=4}ce.prototype=new M;ce.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===et))return!0;if(this.g=et,this.f|=1,this.i>0&&!Mo(this))return this.f&=-2,!0;var e=$;try{Eo(this),$=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(o){this.v=o,this.f|=16,this.i++}return $=e,Po(this),this.f&=-2,!0};ce.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}M.prototype.S.call(this,e)};ce.prototype.U=function(e){if(this.t!==void 0&&(M.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};ce.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(ce.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=To(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function U(e,t){return new ce(e,t)}function zo(e){var t=e.j;if(e.j=void 0,typeof t=="function"){R++;var o=$;$=void 0;try{t()}catch(n){throw e.f&=-2,e.f|=8,Lt(e),n}finally{$=o,tt()}}}function Lt(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,zo(e)}function Vn(e){if($!==this)throw new Error("Out-of-order effect");Po(this),$=e,this.f&=-2;try{8&this.f&&Lt(this)}finally{tt()}}function ve(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,ze&&ze.push(this)}ve.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};ve.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,zo(this),Eo(this),R++;var e=$;return $=this,Vn.bind(this,e)};ve.prototype.N=function(){2&this.f||(this.f|=2,this.u=De,De=this)};ve.prototype.d=function(){this.f|=8,1&this.f||Lt(this)};ve.prototype.dispose=function(){this.d()};function A(e,t){var o=new ve(e,t);try{o.c()}catch(a){throw o.d(),a}var n=o.d.bind(o);return n[Symbol.dispose]=n,n}var Do,nt,ot,Gn=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var No=[];A(function(){Do=this.N})();function ge(e,t){b[e]=t.bind(null,b[e]||function(){})}function Oe(e){if(ot){var t=ot;ot=void 0,t()}ot=e&&e.S()}function Oo(e){var t=this,o=e.data,n=Kn(o);n.name="ReactiveDom",n.value=o;var a=Xe(function(){for(var s=t,f=t.__v;f=f.__;)if(f.__c){f.__c.__$f|=4;break}var d=U(function(){var l=n.value.value;return l===0?0:l===!0?"":l||""}),u=U(function(){return!Array.isArray(d.value)&&!wt(d.value)}),h=A(function(){if(this.N=Bo,u.value){var l=d.value;s.__v&&s.__v.__e&&s.__v.__e.nodeType===3&&(s.__v.__e.data=l)}}),p=t.__$u.d;return t.__$u.d=function(){h(),p.call(this)},[u,d]},[]),r=a[0],i=a[1];return r.value?i.peek():i.value}Oo.displayName="ReactiveTextNode";Object.defineProperties(M.prototype,{constructor:{configurable:!0,value:Me(se,null).constructor},type:{configurable:!0,value:Oo},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});ge("__b",function(e,t){if(Oe(),nt=void 0,typeof t.type=="string"){var o,n=t.props;for(var a in n)if(a!=="children"){var r=n[a];r instanceof M&&(o||(t.__np=o={}),o[a]=r,n[a]=r.peek())}}e(t)});ge("__r",function(e,t){if(e(t),t.type!==se){Oe();var o,n=t.__c;n&&(n.__$f&=-2,(o=n.__$u)===void 0&&(n.__$u=o=(function(a,r){var i;return A(function(){i=this},{name:r}),i.c=a,i})((function(a){return function(){var r;Gn&&((r=this.y)==null||r.call(this)),a.__$f|=1,a.setState({})}})(n),typeof t.type=="function"?t.type.displayName||t.type.name:""))),nt=n,Oe(o)}});ge("__e",function(e,t,o,n){Oe(),nt=void 0,e(t,o,n)});ge("diffed",function(e,t){Oe(),nt=void 0;var o;if(typeof t.type=="string"&&(o=t.__e)){var n=t.__np,a=t.props,r=o.U;if(r)for(var i in r){var s=r[i];s===void 0||n&&i in n||(s.d(),r[i]=void 0)}if(n){r||(r={},o.U=r);for(var f in n){var d=r[f],u=n[f];d===void 0?(d=Jn(o,f,u,a),r[f]=d):d.o(u,a)}}}e(t)});function Jn(e,t,o,n){var a=t in e&&e.ownerSVGElement===void 0,r=y(o);return{o:function(i,s){r.value=i,n=s},d:A(function(){this.N=Bo;var i=r.value.value;n[t]!==i&&(n[t]=i,a?e[t]=i:i!=null&&(i!==!1||t[4]==="-")?e.setAttribute(t,i):e.removeAttribute(t))})}}ge("unmount",function(e,t){if(typeof t.type=="string"){var o=t.__e;if(o){var n=o.U;if(n){o.U=void 0;for(var a in n){var r=n[a];r&&r.d()}}}var i=t.__np;if(i){var s=t.props;for(var f in i)s[f]=i[f]}t.__np=void 0}else{var d=t.__c;if(d){d.__$f|=8;var u=d.__$u;u&&(d.__$u=void 0,u.d())}}e(t)});ge("__h",function(e,t,o,n){n<3&&(t.__$f|=2),e(t,o,n)});ie.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var o=this.__$u,n=o&&o.s!==void 0;for(var a in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var r=2&this.__$f;if(!(n||r||4&this.__$f)||1&this.__$f)return!0}else if(!(n||4&this.__$f)||3&this.__$f)return!0;for(var i in e)if(i!=="__source"&&e[i]!==this.props[i])return!0;for(var s in this.props)if(!(s in e))return!0;return!1};function Kn(e,t){return Xe(function(){return y(e,t)},[])}var Zn=function(e){queueMicrotask(function(){queueMicrotask(e)})};function Xn(){_e(function(){for(var e;e=No.shift();)Do.call(e)})}function Bo(){No.push(this)===1&&(b.requestAnimationFrame||Zn)(Xn)}var Lo=function(e,t,o,n){var a;t[0]=0;for(var r=1;r<t.length;r++){var i=t[r++],s=t[r]?(t[0]|=i?1:2,o[t[r++]]):t[++r];i===3?n[0]=s:i===4?n[1]=Object.assign(n[1]||{},s):i===5?(n[1]=n[1]||{})[t[++r]]=s:i===6?n[1][t[++r]]+=s+"":i?(a=e.apply(s,Lo(e,s,o,["",null])),n.push(a),s[0]?t[0]|=2:(t[r-2]=0,t[r]=a)):n.push(s)}return n},Uo=new Map;function Fo(e){var t=Uo.get(this);return t||(t=new Map,Uo.set(this,t)),(t=Lo(this,t.get(e)||(t.set(e,t=(function(o){for(var n,a,r=1,i="",s="",f=[0],d=function(p){r===1&&(p||(i=i.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?f.push(0,p,i):r===3&&(p||i)?(f.push(3,p,i),r=2):r===2&&i==="..."&&p?f.push(4,p,0):r===2&&i&&!p?f.push(5,0,!0,i):r>=5&&((i||!p&&r===5)&&(f.push(r,0,i,a),r=6),p&&(f.push(r,p,0,a),r=6)),i=""},u=0;u<o.length;u++){u&&(r===1&&d(),d(u));for(var h=0;h<o[u].length;h++)n=o[u][h],r===1?n==="<"?(d(),f=[f],r=3):i+=n:r===4?i==="--"&&n===">"?(r=1,i=""):i=n+i[0]:s?n===s?s="":i+=n:n==='"'||n==="'"?s=n:n===">"?(d(),r=1):r&&(n==="="?(r=5,a=i,i=""):n==="/"&&(r<5||o[u][h+1]===">")?(d(),r===3&&(f=f[0]),r=f,(f=f[0]).push(2,0,r),r=0):n===" "||n==="	"||n===`
`||n==="\r"?(d(),r=2):i+=n),r===3&&i==="!--"&&(r=4,f=f[0])}return d(),f})(e)),t),arguments,[])).length>1?t:t[0]}var c=Fo.bind(Me);var Qn=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,w=e=>String(e??"").replace(Qn,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var q="/api/v1",Be=encodeURIComponent;function Ft(e){let t=Object.entries(e).filter(([,o])=>o);return t.length?"?"+new URLSearchParams(t):""}var _={node:()=>`${q}/node`,events:()=>`${q}/events`,blobs:(e={})=>`${q}/blobs${Ft(e)}`,blob:(e,t={})=>`${q}/blobs/${Be(e)}${Ft(t)}`,blobTicket:e=>`${q}/blobs/${Be(e)}/ticket`,blobVerify:e=>`${q}/blobs/${Be(e)}/verify`,tag:e=>`${q}/tags/${Be(e)}`,transfers:(e={})=>`${q}/transfers${Ft(e)}`,transfer:e=>`${q}/transfers/${Be(e)}`};var Yn=["blob_added","blob_removed","blob_state","transfer","tag","reset"],K=y("waiting"),At=()=>{},be="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function er(e){let t=K.value;K.value=e,e==="live"&&t==="lost"&&At("reset",{})}function rt(e){be?.postMessage(e),jo(e)}function jo(e){e.connection?er(e.connection):e.type&&At(e.type,e.data)}function Ao(){let e,t=()=>{e=new EventSource(_.events()),e.onopen=()=>rt({connection:"live"}),e.onerror=()=>{rt({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let o of Yn)e.addEventListener(o,n=>{try{rt({type:o,data:JSON.parse(n.data)})}catch{}})};K.value==="live"&&rt({connection:"lost"}),t(),be?.addEventListener("message",({data:o})=>{o.ask&&be.postMessage({connection:K.value})})}function Ho(e){if(At=e,!be||!navigator.locks){Ao();return}be.addEventListener("message",({data:t})=>jo(t)),be.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Ao(),new Promise(()=>{})))}var Z=class extends Error{constructor(t,o){super(o.detail||o.title||`HTTP status ${t}`),this.status=t,this.code=o.code||"",this.hint=o.hint||"",this.requestId=o.request_id||""}},Io=()=>new Z(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function tr(e){let t={};try{t=await e.json()}catch{}return new Z(e.status,t??{})}async function P(e,t,o){let n={method:e,headers:{Accept:"application/json"}};o!==void 0&&(n.headers["Content-Type"]="application/json",n.body=JSON.stringify(o));let a;try{a=await fetch(t,n)}catch{throw Io()}if(!a.ok)throw await tr(a);if(a.status===204)return null;try{return await a.json()}catch{throw new Z(a.status,{detail:"The answer was cut off or is not JSON."})}}var or=e=>e.slice(0,1).arrayBuffer().then(()=>!0,()=>!1),nr=()=>new Z(0,{code:"unreadable",detail:"The browser cannot read it.",hint:"Is it a folder, or was it changed or removed since it was chosen?"});function Ro(e,t,o){let n=new XMLHttpRequest,a=new Promise((r,i)=>{let s=()=>{try{return JSON.parse(n.responseText)??{}}catch{return{}}};n.upload.onprogress=f=>o(f.loaded),n.onload=()=>{n.status>=200&&n.status<300?r(s()):i(new Z(n.status,s()))},n.onerror=async()=>i(await or(t)?Io():nr()),n.onabort=()=>i(new Z(0,{code:"cancelled",detail:"Stopped."}))});return n.open("POST",e),n.setRequestHeader("Content-Type","application/octet-stream"),n.send(t),{done:a,abort:()=>n.abort()}}var X=y(null),Q=y(null),qo=y(Date.now()),Wo=0;async function at(){try{X.value=await P("GET",_.node()),Q.value=null,Wo=Date.now()-X.value.uptime_s*1e3}catch(e){Q.value=e}}var Vo=()=>(qo.value-Wo)/1e3;setInterval(()=>{qo.value=Date.now()},1e3);var rr=50,ar=250,It=y(null),Ue=y(null),Y=y({state:"",tag:""}),ee=y([""]),Rt=y(null),Go=U(()=>ee.value.length),qt=U(()=>Rt.value!=null),it=U(()=>ee.value.length>1),Jo=U(()=>Y.value.state!==""||Y.value.tag!==""),jt=0;async function te(){let e=++jt,t=ee.value.at(-1);try{let o=await P("GET",_.blobs({limit:rr,cursor:t,...Y.value}));if(e!==jt)return;_e(()=>{It.value=o.items,Rt.value=o.next,Ue.value=null}),!o.items.length&&it.value&&Wt()}catch(o){e===jt&&(Ue.value=o)}}function Ko(){return ee.value=[...ee.value,Rt.value],te()}function Wt(){return ee.value=ee.value.slice(0,-1),te()}function st(e){return _e(()=>{Y.value={...Y.value,...e},ee.value=[""]}),te()}var Ht=0;function ue(){Ht||(Ht=setTimeout(()=>{Ht=0,te()},ar))}var Xo=100,Le=y(null),Fe=y(null),ir=new Set(["completed","failed","cancelled"]),W=e=>ir.has(e.state),sr={running:0,queued:1},Zo=e=>sr[e.state]??2,ye=U(()=>Le.value?[...Le.value.values()].sort((e,t)=>Zo(e)-Zo(t)||(t.created??"").localeCompare(e.created??"")):null),Gt=U(()=>(ye.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0)),Vt=new Set;async function lt(){let e=new Map;Vt.add(e);try{let t=await P("GET",_.transfers({limit:Xo})),o=new Map(t.items.map(n=>[n.id,n]));for(let n of e.values())Qo(o,n);Le.value=o,Fe.value=null}catch(t){Fe.value=t}finally{Vt.delete(e)}}function Qo(e,t){let o=e.get(t.id);o&&W(o)&&!W(t)||(e.set(t.id,t),e.size>Xo*2&&lr(e))}function ct(e){for(let o of Vt)o.set(e.id,e);let t=new Map(Le.value??[]);Qo(t,e),Le.value=t}function lr(e){let o=[...e.values()].filter(W).reduce((n,a)=>!n||a.created<n.created?a:n,null);o&&e.delete(o.id)}var cr=U(()=>new Map((ye.value??[]).filter(e=>e.state==="running"&&e.format!=="hash_seq").map(e=>[e.hash,e.bytes_done]))),Yo=e=>Math.max(e.held_bytes,cr.value.get(e.hash)??0);function Jt(){at(),te(),lt()}function ur(e,t){e==="reset"?Jt():e==="transfer"?ct(t):ue()}function fr(){let e=(ye.value??[]).filter(o=>!W(o)).length,t=w(X.value?.name);document.title=`${e?`${e} ↓ `:""}${t?`${t} · `:""}Firn`}function en(){A(fr),Jt(),Ho(ur),setInterval(()=>{Q.value&&K.value!=="live"&&Jt()},3e3)}var ut=y(null);function ft(e){return new Promise(t=>{ut.value={...e,resolve:t}})}function Kt(e){let{resolve:t}=ut.value;ut.value=null,t(e)}function tn(){let e=he(null),t=ut.value;return le(()=>{t&&e.current.showModal()},[t]),t?c`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${n=>{n.preventDefault(),Kt(null)}}>
      <form onSubmit=${n=>{n.preventDefault(),Kt(Object.fromEntries(new FormData(n.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>Kt(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var dr=2,N=y([]),pr=1;function Ae(e,t){N.value=N.value.map(o=>o.id===e?{...o,...t}:o)}function Zt(e){let t=[...e].map(o=>({id:pr++,file:o,name:o.name,size:o.size,state:"waiting",done:0,abort:null,problem:null,result:null}));N.value=[...N.value,...t],dt()}function dt(){let e=N.value.filter(t=>t.state==="running").length;N.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,dr-e)).forEach(mr)}async function mr({id:e,file:t}){let{done:o,abort:n}=Ro(_.blobs(),t,a=>Ae(e,{done:a}));Ae(e,{state:"running",abort:n});try{let a=await o;Ae(e,{state:"done",done:t.size,result:a,file:null})}catch(a){let r=a.code==="cancelled"?"cancelled":"failed";Ae(e,{state:r,problem:a})}dt()}function on(e){Ae(e,{state:"waiting",done:0,problem:null}),dt()}function nn(e){N.value.find(t=>t.id===e)?.abort?.(),N.value=N.value.filter(t=>t.id!==e),dt()}var fe=e=>e.state!=="running"&&e.state!=="waiting";function rn(){N.value=N.value.filter(e=>!fe(e))}addEventListener("beforeunload",e=>{N.value.some(t=>!fe(t))&&e.preventDefault()});var hr={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",check:"M3.5 8.5l3 3 6-7"},D=({name:e})=>c`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${hr[e]} />
  </svg>`,an=()=>c`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var mt=y(!1),pt=e=>e.dataTransfer?.types.includes("Files");function _r(){let e=0,r={dragover:i=>{pt(i)&&i.preventDefault()},dragenter:i=>{pt(i)&&(mt.value=++e>0)},dragleave:i=>{pt(i)&&(mt.value=--e>0)},drop:i=>{e=0,mt.value=!1,pt(i)&&(i.preventDefault(),Zt(i.dataTransfer.files))}};for(let[i,s]of Object.entries(r))addEventListener(i,s);return()=>{for(let[i,s]of Object.entries(r))removeEventListener(i,s)}}function sn(){return le(_r,[]),mt.value&&c`
    <div class="drop-zone" aria-hidden="true">
      <p><${D} name="upload" /> Drop to store in this node</p>
    </div>`}var ln=()=>c`
  <label class="button primary file-button">
    <${D} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{Zt(e.target.files),e.target.value=""}} />
  </label>`;var cn=["B","KiB","MiB","GiB","TiB","PiB"],vr=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function Xt(e,t,o){let n=0;for(;e>=t&&n<o.length-1;)e/=t,n++;let a=n===0||e>=100?0:e>=10?1:2,r=10**a;return`${(Math.floor(e*r)/r).toFixed(a)} ${o[n]}`}var z=e=>e==null?"unknown size":Xt(e,1024,cn),je=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,He=(e,t)=>(t?Xt(e*8,1e3,vr):Xt(e,1024,cn))+"/s";function $e(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function ht(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var L=e=>`${e.slice(0,10)}…${e.slice(-6)}`,un=(e,t,o=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:o}`;function fn(e,t,o){let n=t;try{let r=localStorage.getItem(e);o.includes(r)&&(n=r)}catch{}let a=y(n);return A(()=>{try{localStorage.setItem(e,a.value)}catch{}}),a}var _t=fn("firn.theme","auto",["auto","light","dark"]),de=fn("firn.units","bytes",["bytes","bits"]);A(()=>{document.documentElement.dataset.theme=_t.value});var gr={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},br={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function yr(){let[e,t]=gr[K.value];return c`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function $r(){let e=de.value==="bits";return c`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{de.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function xr(){let{next:e,icon:t,name:o}=br[_t.value];return c`
    <button type="button" class="button bare"
      title=${`Colours: ${o}`} aria-label=${`Colours: ${o}. Change`}
      onClick=${()=>{_t.value=e}}><${D} name=${t} /></button>`}var dn=()=>c`
  <header class="top">
    <h1 class="brand"><${an} />Firn</h1>
    <span class="node-name">${X.value?.name??""}</span>
    <span class="spring"></span>
    ${Gt.value>0&&c`
      <span class="total-rate" title="Coming in now">
        ↓ ${He(Gt.value,de.value==="bits")}</span>`}
    <${yr} />
    <${$r} />
    <${xr} />
  </header>`;var xe=y([]),wr=1;function pn(e,t,o,n){let a=wr++;xe.value=[...xe.value.slice(-3),{id:a,kind:e,text:t,hint:o}],n&&setTimeout(()=>Qt(a),n)}function Qt(e){xe.value=xe.value.filter(t=>t.id!==e)}var we=e=>pn("info",e,"",4e3),pe=(e,t)=>pn("error",`${t}: ${e.message}`,e.hint??"",0);var mn=()=>c`
  <div class="notices" role="status" aria-live="polite">
    ${xe.value.map(e=>c`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${w(e.text)}</p>
          ${e.hint&&c`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>Qt(e.id)}><${D} name="close" /></button>
      </div>`)}
  </div>`;var vt=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function O(e,t,{body:o,file:n,output:a}={}){let r=["curl"];return e!=="GET"&&!n&&!(e==="POST"&&o)&&r.push("-X",e),o&&r.push("--json",vt(JSON.stringify(o))),n&&r.push("-T",vt(n)),a&&r.push("-o",vt(a)),r.push(vt(location.origin+t)),r.join(" ")}function kr(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let o=document.activeElement;document.body.append(t),t.select();let n=document.execCommand("copy");return t.remove(),o?.focus(),n}async function hn(e){try{return await navigator.clipboard.writeText(e),!0}catch{return kr(e)}}async function j(e,t){await hn(e)?we(`${t} copied`):pe(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function me({text:e,what:t,label:o}){let[n,a]=H(!1);return c`
    <button type="button" class=${o?"button small":"button bare"}
      onClick=${async()=>{await j(e,t),a(!0),setTimeout(()=>a(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${D} name=${n?"check":"copy"} />${o}
    </button>`}var ke=({problem:e,doing:t,onRetry:o})=>c`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${w(e.message)}</p>
    ${e.hint&&c`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&c`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${o&&c`
      <button type="button" class="button small" onClick=${o}>
        Try again</button>`}
  </div>`;var B=({name:e,children:t})=>c`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Yt=({text:e,what:t})=>c`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${me} text=${e} what=${t} /></span>`,Sr=({n:e})=>c`
  <dl class="facts">
    <${B} name="Id"><${Yt} text=${e.id} what="Node id" /></${B}>
    <${B} name="Ticket"><${Yt} text=${e.ticket} what="Node ticket" /></${B}>
    ${e.endpoint_ticket&&c`
      <${B} name="Ticket for iroh 1.x">
        <${Yt} text=${e.endpoint_ticket} what="Endpoint ticket" /></${B}>`}
    <${B} name="Addresses">
      ${e.addresses.length?c`
        <ul class="plain-list">
          ${e.addresses.map(t=>c`<li><code>${t}</code></li>`)}
        </ul>`:c`<span class="muted">none that others can reach</span>`}</${B}>
    <${B} name="Up for">${ht(Vo())}</${B}>
    <${B} name="Version">${e.version}</${B}>
    <${B} name="Data"><code class="wrap">${e.data_dir}</code></${B}>
  </dl>`;function _n(){let e=X.value;return c`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${me} text=${O("GET",_.node())} what="Curl command"
          label="curl" />
      </div>
      ${Q.value&&!e&&c`
        <${ke} problem=${Q.value} doing="Reading the node:"
          onRetry=${at} />`}
      ${e&&c`<${Sr} n=${e} />`}
      ${!e&&!Q.value&&c`<p class="muted">Reading…</p>`}
    </section>`}var Cr=/^[0-9a-f]{64}$/i,Tr=/^[a-z2-7]{52}$/i,Mr=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function eo(e){let t=e.trim();return t?Cr.test(t)||Tr.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var vn=e=>e.split(/[\s,]+/).filter(Boolean),gn=e=>Mr.test(e);var bn={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function yn(e,t,o){let n=eo(e),a=vn(t),r=a.find(s=>!gn(s));if(n.kind==="empty")return{error:"Paste a ticket or a hash."};if(bn[n.kind])return{error:bn[n.kind]};if(r)return{error:`“${r}” is not a peer; it looks like id@ip:port.`};let i={[n.kind]:n.value};return n.kind==="hash"&&a.length&&(i.peers=a),o.trim()&&(i.tag=o.trim()),{body:i}}function $n(){let[e,t]=H(""),[o,n]=H(""),[a,r]=H(""),[i,s]=H(null),[f,d]=H(!1),u=eo(e).kind,h=async l=>{l.preventDefault();let{body:m,error:S}=yn(e,o,a);if(S)return s({message:S});d(!0);try{ct(await P("POST",_.transfers(),m)),t(""),n(""),r(""),s(null)}catch(g){s(g)}return d(!1)},p=()=>{let{body:l,error:m}=yn(e,o,a);m?s({message:m}):j(O("POST",_.transfers(),{body:l}),"Curl command")};return c`
    <form class="transfer-form" onSubmit=${h} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!i)}
          aria-describedby=${i?"fetch-error":void 0}
          onInput=${l=>{t(l.target.value),s(null)}} />
      </div>
      ${u==="hash"&&c`
        <div class="field grow">
          <label for="fetch-peers">From peers</label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${o}
            onInput=${l=>{n(l.target.value),s(null)}} />
        </div>`}
      ${u!=="empty"&&c`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${a}
            onInput=${l=>r(l.target.value)} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${f}>
          ${f?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${p}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${i&&c`
        <p class="form-error" id="fetch-error" role="alert">
          ${i.message}${i.hint&&c` <span>${i.hint}</span>`}</p>`}
    </form>`}var Se=({percent:e,label:t,tone:o=""})=>c`
  <progress class=${`bar ${o}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var xn={ArrowDown:1,ArrowUp:-1};function gt({label:e,items:t}){let[o,n]=H(!1),a=he(null),r=he(null);le(()=>{if(!o)return;a.current.querySelector("[role=menuitem]")?.focus();let f=d=>{a.current?.contains(d.target)||n(!1)};return document.addEventListener("pointerdown",f),()=>document.removeEventListener("pointerdown",f)},[o]);let i=f=>{if(f.key==="Escape"&&o)n(!1),r.current.focus();else if(f.key==="Tab")n(!1);else if(o&&xn[f.key]){f.preventDefault();let d=[...a.current.querySelectorAll("[role=menuitem]")],u=d.indexOf(document.activeElement)+xn[f.key];d[(u+d.length)%d.length].focus()}},s=f=>{n(!1),r.current.focus(),f.run()};return c`
    <div class="menu" ref=${a} onKeyDown=${i}>
      <button type="button" class="button bare" ref=${r}
        aria-haspopup="menu" aria-expanded=${String(o)} aria-label=${e}
        title="More" onClick=${()=>n(!o)}>
        <${D} name="more" />
      </button>
      ${o&&c`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(f=>c`
            <button type="button" role="menuitem" tabindex="-1"
              class=${f.danger?"danger":""}
              onClick=${()=>s(f)}>${f.label}</button>`)}
        </div>`}
    </div>`}var Er={queued:"Waiting",running:"Fetching",completed:"Done",failed:"Failed",cancelled:"Cancelled"},Pr={completed:"good",failed:"bad",running:"busy"};async function zr(e){try{await P("DELETE",_.transfer(e.id))}catch(t){pe(t,"Cancelling")}}function Dr(e){let t=[];if(e.state==="queued"&&e.size==null)return"";if(e.state==="completed"?t.push(z(e.bytes_done)):e.size==null?t.push(z(e.bytes_done)):t.push(`${z(e.bytes_done)} of ${z(e.size)}`),e.state==="running"&&e.rate_bps>0&&(t.push(He(e.rate_bps,de.value==="bits")),e.size!=null&&t.push(`${ht((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let o=(Date.parse(e.ended)-Date.parse(e.started))/1e3;o>0&&t.push(`${o<10?o.toFixed(1):Math.round(o)} s`,He(e.bytes_fetched/o,de.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&t.push("was here already"),t.join(" · ")}var Nr={idle:"not asked yet",connecting:"connecting",active:"sending",done:"done",failed:"failed"},Or=({source:e})=>c`
  <li>
    <code title=${e.peer}>${L(e.peer)}</code>
    <span>${Nr[e.state]??e.state??""}</span>
    <span class="num">${z(e.bytes)}</span>
    ${e.error&&c`<span class="source-error">${w(e.error.detail)}</span>`}
  </li>`,Br=({sources:e})=>e.length>0&&c`
  <details class="sources">
    <summary>${un(e.length,"peer")}</summary>
    <ul>${e.map(t=>c`<${Or} key=${t.peer} source=${t} />`)}</ul>
  </details>`,Ur=e=>[{label:"Copy hash",run:()=>j(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>j(O("GET",`${_.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...W(e)?[]:[{label:"Copy curl: cancel",run:()=>j(O("DELETE",_.transfer(e.id)),"Curl command")}]];function Lr({transfer:e}){let t=e.state==="completed"?100:$e(e.bytes_done,e.size),o=e.tag?w(e.tag):L(e.hash);return c`
    <li class="transfer" data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <span class=${`state ${Pr[e.state]??""}`}>${Er[e.state]??e.state}</span>
        ${e.tag&&c`<span class="tag">${w(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${L(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${je(e.bytes_done)}>${Dr(e)}</span>
        <span class="row-actions">
          ${!W(e)&&c`
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${o}`}
              onClick=${()=>zr(e)}>Cancel</button>`}
          <${gt} label=${`More for the transfer of ${o}`} items=${Ur(e)} />
        </span>
      </div>
      ${!W(e)&&c`
        <${Se} percent=${e.state==="queued"?0:t}
          label=${`Progress of ${o}`} />`}
      ${e.error&&c`<p class="transfer-error">${w(e.error.detail)}</p>`}
      <${Br} sources=${e.sources??[]} />
    </li>`}var Fr=()=>c`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`;function wn(){let e=ye.value;return Fe.value&&!e?c`<${ke} problem=${Fe.value}
      doing="Reading the transfers:" onRetry=${lt} />`:e?e.length?c`
    <ul class="transfers">
      ${e.map(t=>c`<${Lr} key=${t.id} transfer=${t} />`)}
    </ul>`:c`<${Fr} />`:c`<p class="muted">Reading…</p>`}async function Ie(e,t){try{await t()}catch(o){pe(o,e)}}var bt=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,kn=e=>Ie("Making the ticket",async()=>{let{ticket:t}=await P("GET",_.blobTicket(e.hash));await j(t,"Ticket")}),Ar=e=>Ie("Verifying",async()=>{we(`Reading ${z(e.held_bytes)} from disk…`);let t=await P("POST",_.blobVerify(e.hash));t.ok?we(`${L(e.hash)} is intact`):pe({message:`${z(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},L(e.hash)),ue()});async function jr(e){let t=await ft({title:"Tag this blob",confirm:"Set tag",body:c`
      <p>A tag is a name for <code>${L(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await Ie("Setting the tag",async()=>{await P("PUT",_.tag(t.name),{hash:e.hash}),ue()})}async function Sn(e){await ft({title:"Remove this tag?",confirm:"Remove tag",body:c`<p><span class="tag">${w(e)}</span> goes; the blob stays.</p>`})&&await Ie("Removing the tag",async()=>{await P("DELETE",_.tag(e)),ue()})}async function Hr(e){await ft({title:"Delete this blob?",confirm:"Delete",danger:!0,body:c`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${z(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&c`
        <p>Its tags go with it:
          ${e.tags.map(o=>c` <span class="tag">${w(o)}</span>`)}</p>`}`})&&await Ie("Deleting",async()=>{let o=e.tags.length?{force:"true"}:{};await P("DELETE",_.blob(e.hash,o)),we(`${L(e.hash)} deleted`),ue()})}var Cn=e=>[{label:"Copy hash",run:()=>j(e.hash,"Hash")},{label:"Copy curl: download",run:()=>j(O("GET",_.blob(e.hash),{output:bt(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>j(O("DELETE",_.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>jr(e)},{label:"Verify",run:()=>Ar(e)},{label:"Delete…",danger:!0,run:()=>Hr(e)}];var Ir=({tags:e})=>c`
  <span class="tags">
    ${e.map(t=>c`
      <span class="tag" key=${t}><span class="tag-text" title=${w(t)}>${w(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${w(t)}`} title="Remove this tag"
          onClick=${()=>Sn(t)}><${D} name="close" /></button>
      </span>`)}
  </span>`;function Rr({blob:e}){if(e.state==="complete")return c`<span class="state good">Complete</span>`;let t=Yo(e),o=$e(t,e.size);return c`
    <span class="partial" title=${`${je(t)} held`}>
      <span class="state">${o==null?"Partial":`${o} % held`}</span>
      <${Se} percent=${o??0} label=${`Held of ${L(e.hash)}`} />
    </span>`}var qr=({blob:e})=>c`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${L(e.hash)}</code>
    <span class="num blob-size" title=${je(e.size)}>${e.size==null?"unknown":z(e.size)}</span>
    <${Rr} blob=${e} />
    <${Ir} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&c`
        <a class="button small" download=${bt(e)}
          href=${_.blob(e.hash,{download:bt(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>kn(e)}>
        Copy ticket</button>
      <${gt} label=${`More for ${L(e.hash)}`} items=${Cn(e)} />
    </span>
  </li>`,Tn=0;function Wr(e){let t=e.target.value.trim();clearTimeout(Tn),Tn=setTimeout(()=>st({tag:t}),300)}function Mn(){return c`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${Y.value.state}
        onChange=${e=>st({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${Y.value.tag} onInput=${Wr} />
    </div>`}var Vr=()=>(qt.value||it.value)&&c`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!it.value}
      onClick=${Wt}>Previous</button>
    <span class="muted">Page ${Go.value}</span>
    <button type="button" class="button small" disabled=${!qt.value}
      onClick=${Ko}>Next</button>
  </nav>`;function Gr(){return Jo.value?c`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>st({state:"",tag:""})}>Show all</button>
      </div>`:c`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${O("PUT",_.blobs(),{file:"FILE"})}</code></p>
    </div>`}function En(){let e=It.value;return Ue.value&&!e?c`<${ke} problem=${Ue.value}
      doing="Reading the blobs:" onRetry=${te} />`:e?e.length?c`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>c`<${qr} key=${t.hash} blob=${t} />`)}
    </ul>
    <${Vr} />`:c`<${Gr} />`:c`<p class="muted">Reading…</p>`}var Jr={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},Kr={done:"good",failed:"bad",running:"busy"},Pn=e=>e.state==="running"&&e.done>=e.size,Zr=e=>Pn(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":Jr[e.state],Xr=({u:e})=>c`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${Kr[e.state]??""}`}>${Zr(e)}</span>
      <span class="file-name">${w(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${fe(e)?z(e.size):`${z(e.done)} of ${z(e.size)}`}</span>
      ${e.result&&c`
        <${me} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&c`
        <button type="button" class="button small" onClick=${()=>on(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${fe(e)?`Dismiss ${w(e.name)}`:`Stop uploading ${w(e.name)}`}
        onClick=${()=>nn(e.id)}><${D} name="close" /></button>
    </div>
    ${!fe(e)&&c`
      <${Se} percent=${Pn(e)?null:$e(e.done,e.size)}
        label=${`Upload of ${w(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&c`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function zn(){let e=N.value;return e.length?c`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>c`<${Xr} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(fe)&&c`
        <button type="button" class="button small" onClick=${rn}>
          Clear this list</button>`}
    </div>`:null}var Dn=()=>c`
  <main class="overview" id="main" tabindex="-1">
    <${_n} />
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${$n} />
      <${wn} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${Mn} />
        <${me} text=${O("PUT",_.blobs(),{file:"FILE"})}
          what="Curl command" label="curl" />
        <${ln} />
      </div>
      <${zn} />
      <${En} />
    </section>
  </main>`;var Qr=()=>c`
  <a class="skip" href="#main">Skip to the content</a>
  <${dn} />
  <${Dn} />
  <${mn} />
  <${tn} />
  <${sn} />`;en();Pt(c`<${Qr} />`,document.getElementById("app"));
